"""What is wrong in a file, and what one should know of it, in words."""

from django.utils.translation import gettext_lazy as _

KINDS_OF_VALUE = {
    "string": _("a text"), "number": _("a number"), "array": _("a list"), "object": _("an object"),
}  # fmt: skip
FORMATS = {
    "uuid": _("Must be a UUID, as in 0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d."),
    "uri": _("Must be a whole address, as in https://example.org/."),
    "email": _("Must be an e-mail address."),
    "date-time": _("Must be a day and a time, as in 2026-03-01T12:00:00Z."),
}
FINDINGS = {
    "no_json": _("This is no JSON. Nothing in it can be read."),
    "no_json_line": _("This is no JSON: line %(line)s cannot be read."),
    "encoding": _("This is not written in UTF-8. Save it as UTF-8, and take it in again."),
    "empty": _("There is no organisation and no service in the file."),
    "too_many": _("There are more than %(most)s records in the file. Divide it."),
    "many_more": _("There are more than %(most)s errors. Only so many are listed."),
    "unfit": _("There are signs or numbers in it that cannot be kept."),
    "missing": _("“%(name)s” is missing."),
    "type": _("Must be %(expected)s."),
    "enum": _("Must be one of: %(expected)s."),
    "other": _("It is not as the published schema says."),
    "age": _("Must be a whole number from 0 to %(oldest)s."),
    "ages": _("The highest age is below the lowest."),
    "day": _("Must be a day, as in 2026-03-01."),
    "long": _("Is longer than %(most)s signs."),
    "web": _("Must begin with https:// or http://, and be an address on the web."),
    "twice": _("The same service stands in the file already, at %(first)s."),
    "two_records": _(
        "The same organisation stands in the file already, at %(first)s, where it is described "
        "otherwise."
    ),
    "two_names": _("The same organisation has another name at %(first)s."),
    "name_taken": _(
        "Another organisation has this name already. If it is the same one, write the id of the "
        "file on it, under Settings, Organisations; else give it another name."
    ),
    "no_organisation": _(
        "Which organisation offers it is not said, or the organisation is neither in the file nor "
        "here."
    ),
    "moved": _("Here it belongs to another organisation. A file cannot move it."),
}  # fmt: skip
NOTES = {
    "no_area": _(
        "None of its areas is one of ours: it counts as there for the whole municipality."
    ),
    "no_topic": _("It has a topic that we do not have. The topic is left out."),
}


def finding(kept: dict) -> str:
    """One thing that is wrong, as a sentence that says what to do."""
    code, facts = kept["code"], dict(kept["facts"])
    expected = facts.get("expected")
    if code == "format":
        return str(FORMATS.get(expected, FINDINGS["other"]))
    if code == "no_json" and facts:
        code = "no_json_line"
    if code == "type":
        facts["expected"] = KINDS_OF_VALUE.get(expected, expected)
    if code == "enum":
        facts["expected"] = ", ".join(expected)
    return str(FINDINGS.get(code, FINDINGS["other"])) % facts


def note(code: str, facts: dict) -> str:
    return str(NOTES[code]) % facts
