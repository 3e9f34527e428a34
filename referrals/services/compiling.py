"""Steps: what is handed over, put together in the person's own language. No names of ours in it.

It is plain values, so that a page and a machine read the same thing. What is left out is counted
with the provision; words that are left out of a text are not in it any more.
"""

from dataclasses import replace

from django.conf import settings
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit import naming
from audit.deeds import TOLD
from audit.models import Event
from audit.purposes import PURPOSES
from audit.services import accounting
from audit.wording import WORDS
from intake import redacting
from intake.forms.public import INTERPRETERS
from intake.lifecycle import Status
from intake.models import OWN, AgeBand, WithholdingGround
from intake.services import extracting as own
from intake.services import following
from intake.services.extracting import OTHER_PERSON, Part, Section
from partners.models import Municipality, PublicText, said
from referrals.models import Package, Referral
from referrals.services import describing, enclosing, guardians, guiding
from referrals.services.choosing import (
    NOTHING,
    WHOLE,
    chosen,
    counted,
    left_out_lines,
    lines_of,
)

LANGUAGES, INTERPRETING = dict(settings.LANGUAGES), dict(INTERPRETERS[1:])
FORMAT = "lotsen-extract-1"
INFORMATION = [key for key in PublicText.Key if key.startswith("data_")]  # GDPR 15.1 a–h
FACTS = {
    "received": gettext_lazy("Received"),
    "came_by": gettext_lazy("Came by"),
    "about": gettext_lazy("About"),
    "age": gettext_lazy("Age"),
    "topic": gettext_lazy("Topic"),
    "area": gettext_lazy("Area"),
    "arena": gettext_lazy("Arena"),
    "language": gettext_lazy("Language"),
    "interpreter": gettext_lazy("Interpreter"),
    "urgency": gettext_lazy("Urgency"),
    "state": gettext_lazy("Status"),
    "way_of_contact": gettext_lazy("Way of making contact"),
    "hours": gettext_lazy("Hours"),
    "first_read": gettext_lazy("First read"),
    "closed": gettext_lazy("Closed"),
    "ended_because": gettext_lazy("Ended because"),
    "files": gettext_lazy("Pictures and documents"),
    "protected": gettext_lazy("Protected identity"),
}

Content = dict


def parts_of(help_request, claimant: str) -> list[Part]:
    """Every sealed text about the person, of this room and the one below."""
    found = list(own.parts_of(help_request, claimant))
    never = "" if claimant in OWN else OTHER_PERSON
    for referral in _sent(help_request):
        for column in Package.SEALED:
            if getattr(referral.package, column) is not None:
                fixed = "" if column == "situation" else never
                found.append(_told(referral, referral.package, column, fixed))
        found += [_told(referral, goal, "text") for goal in referral.goals.all()]
        answered = referral.questions.filter(answer__isnull=False)
        found += [_told(referral, question, "answer") for question in answered]
        found += [_written(referral, one) for one in referral.messages.all()]
        if referral.basis.reasons is not None:
            part = _told(referral, referral.basis, "reasons")
            found.append(replace(part, section=Section.REASONS))
    return found


def opened(part: Part, text: str) -> Part:
    return replace(part, text=text)


def content(extract, around: Content, parts: list[Part]) -> Content:
    """The whole extract: what stands *around* the texts, and they themselves as it was chosen."""
    with translation.override(language_of(extract)):
        told = [part for part in parts if not part.fixed]
        return around | {
            "texts": [given(part, extract) for part in told if not part.is_file],
            "files": [enclosed(part, extract) for part in told if part.is_file],
            "left_out": counted(extract, parts),
        }


def language_of(extract) -> str:
    """The person's own, as far as it is one that we write papers in."""
    spoken, ours = extract.help_request.language, dict(settings.STAFF_LANGUAGES)
    is_theirs = spoken in ours and not extract.is_copy
    return spoken if is_theirs else next(iter(ours))


def surroundings(extract) -> Content:
    """Everything but the texts: codes, who was told what, who has looked, what the law asks for."""
    with translation.override(language_of(extract)):
        row = extract.help_request
        around = {
            "format": FORMAT,
            "language": language_of(extract),
            "controller": Municipality.objects.values_list("name", flat=True).first() or "",
            "reference": row.reference,
            "asked_on": extract.asked_on.isoformat(),
            "as_of": describing.moment(extract.checked_at or timezone.now()),
            "facts": _facts(row, is_own=extract.claimant in OWN),
            "consents": [describing.consent(one) for one in own.consents_of(row)],
            "shared": [describing.shared(one) for one in _sent(row)],
            "guided": [describing.guidance(one) for one in guiding.of_request(row.pk)],
            **_looked(extract),
            "information": _information(),
        }
        return guardians.narrowed(extract, around)


def _sent(help_request):
    """What has left the house. What is only a draft has not, and is counted."""
    sent = Referral.objects.filter(help_request=help_request, sent_at__isnull=False)
    rows = sent.select_related("to", "package", "basis__consent", "basis__ground")
    return rows.order_by("sent_at", "pk")


def _told(referral, row, column: str, fixed: str = "") -> Part:
    label = str(row._meta.get_field(column).verbose_name)
    name = f"{referral.to.name}: {label}"
    return Part(Section.TOLD, name, row, column, referral.sent_at, by_us=True, fixed=fixed)


def _written(referral, message) -> Part:
    name = f"{referral.to.name}: {message.get_writer_display()}"
    return Part(Section.PARTNERS, name, message, "text", message.written_at, by_us=True)


def _facts(row, *, is_own: bool) -> list[dict]:
    """The codes we count and sort by."""
    state = Status(following.told_as(row)).label if is_own else ""
    values = {
        "received": describing.moment(row.received_at),
        "came_by": row.get_channel_display(),
        "about": row.get_about_display(),
        "age": _age(row),
        "topic": str(row.topic or ""),
        "area": str(row.area or ""),
        "arena": str(row.arena or ""),
        "language": LANGUAGES.get(row.language, row.language),
        "interpreter": INTERPRETING.get(row.interpreter, row.interpreter),
        "urgency": row.get_urgency_display(),
        "state": state,
        "way_of_contact": row.safe_contact.get_way_display() if is_own else "",
        "hours": row.safe_contact.get_hours_display() if is_own else "",
        "first_read": describing.moment(row.first_read_at),
        "closed": describing.moment(row.closed_at) if row.status != Status.JOINED else "",
        "ended_because": row.get_close_reason_display(),
        "files": (row.attachments.count() if is_own else 0) or "",
        "protected": _("Yes") if row.is_protected else "",
    }
    return [
        {"code": code, "label": str(FACTS[code]), "value": str(value)}
        for code, value in values.items() if value
    ]  # fmt: skip


def _age(row) -> str:
    """Not known is nobody's word: most never were asked, so none is put in their mouth."""
    return _("Not known") if row.age_band == AgeBand.UNKNOWN else row.get_age_band_display()


def _looked(extract) -> dict:
    """Who has looked and what was done: a role, an organisation, a time and a purpose."""
    row, until = extract.help_request, extract.checked_at or timezone.now()
    left_out, places = left_out_lines(extract), naming.organisations()
    events = Event.objects.filter(subject=row.subject, at__lte=until)
    return {
        "log": [
            {
                "at": describing.moment(event.at), "deed": event.deed,
                "what": str(WORDS.get(event.deed, event.deed)), "role": event.role,
                "organisation": places.get(event.organisation, ""),
                "purpose": str(PURPOSES.get(event.purpose, event.purpose)),
            }
            for event in lines_of(row, until) if event.link.number not in left_out
        ],
        "log_not_listed": events.exclude(TOLD).count(),
        "log_is_complete": accounting.prove(row.subject).is_complete,
    }  # fmt: skip


def given(part: Part, extract) -> dict:
    choice = chosen(extract)[part.place]
    text = {WHOLE: [part.text], NOTHING: []}.get(choice["give"])
    if text is None:
        text = redacting.without(part.text, choice["gone"])
    ground = WithholdingGround.in_force(timezone.localdate()).get(choice["ground"])
    return {
        "section": part.section, "heading": str(Section(part.section).label),
        "label": part.label, "when": describing.moment(part.when), "text": text,
        "left_out": ground.paragraph if ground else "",
    }  # fmt: skip


def enclosed(part: Part, extract) -> dict:
    choice = chosen(extract)[part.place]
    ground = WithholdingGround.in_force(timezone.localdate()).get(choice["ground"])
    told = enclosing.described(part, choice, left_out=ground.paragraph if ground else "")
    return told | {"when": describing.moment(part.when)}


def _information() -> list[dict]:
    """What article 15 asks for besides the data: the texts in force, with their versions."""
    in_force = PublicText.objects.filter(key__in=INFORMATION, valid_from__lte=timezone.localdate())
    newest = {text.key: text for text in in_force.order_by("version")}
    return [
        {
            "code": key, "heading": capfirst(str(PublicText.Key(key).label).partition(": ")[2]),
            "text": said(newest[key].body), "version": newest[key].version,
        }
        for key in INFORMATION if key in newest
    ]  # fmt: skip
