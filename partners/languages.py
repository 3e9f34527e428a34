"""What is spoken here, each in its own words, so that whoever needs it can find it."""

SPOKEN = {
    "sv": "svenska",
    "en": "English",
    "fi": "suomi",
    "ar": "العربية",
    "so": "Soomaali",
    "uk": "українська",
    "fa": "فارسی",
    "prs": "دری",
    "ti": "ትግርኛ",
    "ku": "kurdî",
    "pl": "polski",
    "es": "español",
    "tr": "Türkçe",
    "ru": "русский",
}


def names_of(codes) -> list[str]:
    """The languages with these codes, in the order of the list; unknown ones are left out."""
    return [name for code, name in SPOKEN.items() if code in codes]
