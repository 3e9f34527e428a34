"""What is spoken here, each in its own words, so that whoever needs it can find it."""

from django.utils.translation import get_language

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


COMMAS = {"ar": "، ", "fa": "، "}  # where one writes from right to left


def joined(items) -> str:
    """A list in a line, with the comma of the reader's language."""
    return COMMAS.get(get_language(), ", ").join(str(one) for one in items)


def in_order(codes) -> list[str]:
    """The same languages are always told in the same order, however somebody once gave them.

    What is not on the list by now stays, behind the others.
    """
    return [*(code for code in SPOKEN if code in codes), *(c for c in codes if c not in SPOKEN)]


def names_of(codes) -> list[str]:
    """The languages with these codes, in the order of the list; unknown ones are left out."""
    return [name for code, name in SPOKEN.items() if code in codes]
