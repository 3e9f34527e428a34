"""The tools of a story: a line each for what takes several deeds."""

from datetime import timedelta

from django.utils import timezone

from audit.actors import ANYBODY
from audit.vault import receipts
from intake.cleaning import File
from intake.models import About, AgeBand, Asker, Channel, GivenBy, GivenHow, HelpRequest, Way
from intake.services import (
    admitting,
    consenting,
    conversing,
    reading,
    receiving,
    scanning,
    triaging,
    viewing,
)
from partners.models import Area, Topic
from referrals.models import Answer, LegalGround
from referrals.services import answering, drafting, following_up, reporting, sending

MOBILE = "+46701740605"

# story: (area, about, age band, safe contact)
TOLD = {
    "S01": ("norrstrand", About.FAMILY, AgeBand.UNDER_12,
        {"way": Way.EMAIL, "email": "s01@post.example", "hours": "evening"}),
    "S05": ("sjohagen", About.FAMILY, AgeBand.UNDER_12,
        {"way": Way.PHONE, "phone": MOBILE, "hours": "forenoon",
         "wishes": "Ring från dolt nummer. Inga brev."}),
    "S06": ("soderang", About.SELF, AgeBand.FROM_25,
        {"way": Way.PHONE, "phone": MOBILE, "name": "Jonas", "voicemail_ok": True}),
    "S07": ("kvarnbacken", About.PUPIL, AgeBand.FROM_12, {}),
    "S10": ("norrstrand", About.PLACE, AgeBand.UNKNOWN, {}),
    "S11": ("sjohagen", About.SELF, AgeBand.FROM_65,
        {"way": Way.PHONE, "phone": "+46846500433", "name": "Karin", "say_who_ok": True}),
    "S14": ("norrstrand", About.SOMEBODY, AgeBand.UNDER_12, {}),
    "S17": ("soderang", About.SOMEBODY, AgeBand.UNKNOWN, {}),
    "S19": ("kvarnbacken", About.FAMILY, AgeBand.FROM_25,
        {"way": Way.EMAIL, "email": "s19@post.example"}),
    "S21": ("norrstrand", About.SELF, AgeBand.FROM_25,
        {"way": Way.EMAIL, "email": "s21@work.example", "hours": "afternoon"}),
    "S23": ("soderang", About.SOMEBODY, AgeBand.FROM_65, {}),
    "S26": ("sjohagen", About.FAMILY, AgeBand.UNDER_12,
        {"way": Way.EMAIL, "email": "s26@post.example"}),
    "S29": ("norrstrand", About.SELF, AgeBand.UNKNOWN, {"way": Way.PHONE, "phone": MOBILE}),
}  # fmt: skip


# Who tells us, by the file's words for it. What the portal registers is a professional's anyway.
ASKERS = {
    "parent": Asker.RELATIVE, "resident_adult": Asker.SELF, "elderly_resident": Asker.SELF,
    "neighbour": Asker.SOMEBODY, "fire_service": Asker.PROFESSIONAL,
}  # fmt: skip


def codes(story: str, told: dict) -> dict:
    area, about, age, contact = TOLD[story]
    row = told[story]
    asker = ASKERS.get(row["submitter_role"])
    return ({"asker": asker} if asker else {}) | {
        "ticket": receipts.new_ticket(), "story": row["text"], "language": row["language"],
        "about": about, "age_band": age, "area": Area.objects.get(code=area), "contact": contact,
    }  # fmt: skip


def written(story: str, told: dict) -> receiving.Told:
    return receiving.submit(by=ANYBODY, channel=Channel.WEB, **codes(story, told))


def taken(help_request: HelpRequest, by, row: dict) -> HelpRequest:
    """Somebody takes it, reads it and weighs it as the file expects."""
    triaging.take(help_request.pk, by=by)
    reading.read(help_request.pk, by=by, purpose="triage")
    return triaging.weigh(
        help_request.pk, by=by, urgency=row["expected_urgency"], area=help_request.area,
        topic=Topic.objects.get(code=row["expected_category"]),
        interpreter=row["language"] if row["language"] not in ("sv", "en") else "",
    )  # fmt: skip


def in_hand(story: str, told: dict, by) -> receiving.Told:
    arrived = written(story, told)
    taken(arrived.help_request, by, told[story])
    return arrived


def sends_a_picture(arrived: receiving.Told, text: str, picture: File, by) -> None:
    """The person sends it in the conversation; whoever has the request looks at it."""
    resident = admitting.admit(arrived.code)
    conversing.write(resident, text=text, ticket=receipts.new_ticket(), files=[picture])
    scanning.sweep()
    reading.read(arrived.help_request.pk, by=by, purpose="triage")
    for one in arrived.help_request.attachments.all():
        viewing.view(one.pk, by=by, purpose="triage")


def one_more(text: str, *, area: str, age: str, topic: str, by, contact=None) -> receiving.Told:
    """Somebody who is not in the file, about themselves, in Swedish; taken, read and weighed."""
    arrived = receiving.submit(
        by=ANYBODY, channel=Channel.WEB, ticket=receipts.new_ticket(), story=text, language="sv",
        asker=Asker.SELF, about=About.SELF, age_band=age, area=Area.objects.get(code=area),
        contact=contact or {},
    )  # fmt: skip
    expected = {"expected_urgency": "normal", "expected_category": topic, "language": "sv"}
    taken(arrived.help_request, by, expected)
    return arrived


def consent(help_request, organisation, by, *items, given_by=GivenBy.PERSON, purpose=""):
    return consenting.give(
        help_request.pk, organisation=organisation, items=["situation", *items], by=by,
        purpose=purpose,
        given_by=given_by, given_how=GivenHow.ORAL,
        valid_until=timezone.localdate() + timedelta(days=180),
    )  # fmt: skip


def draft(help_request, service, by, *, goals, situation, items=(), purpose="", attachments=()):
    return drafting.draft(
        help_request.pk, to_pk=service.organisation_id, service_pk=service.pk, goals=goals,
        situation=situation, items=["situation", *items], access=[],
        urgency=help_request.urgency, by=by, purpose=purpose, attachments=attachments,
    )  # fmt: skip


def ready(help_request, service, by, *, items=(), given_by=GivenBy.PERSON, **words):
    """A draft on the person's yes, in which nothing is missing."""
    given = consent(
        help_request, service.organisation, by, *items, given_by=given_by,
        purpose=words.get("purpose", ""),
    )  # fmt: skip
    referral = draft(help_request, service, by, items=items, **words)
    return drafting.set_consent_basis(referral.pk, consent_pk=given.pk, by=by)


def seen(referral, by) -> str:
    return drafting.preview(referral.pk, by=by).digest


def sent(help_request, service, by, **words):
    referral = ready(help_request, service, by, **words)
    return sending.send(referral.pk, previewed=seen(referral, by), by=by)


def on_the_law(help_request, service, by, *, reasons: str):
    """A draft on a ground in law, codes alone, that a second person has been asked to look at."""
    referral = draft(help_request, service, by, goals=[], situation="")
    grounds = LegalGround.objects.order_by("pk")
    ground = next(
        one for one in grounds
        if one.fits(service.organisation.kind) and one.holds_on(timezone.localdate())
    )  # fmt: skip
    answers = [Answer.MET] * len(ground.asks())
    drafting.set_ground_basis(
        referral.pk, ground_pk=ground.pk, reasons=reasons, answers=answers, by=by
    )
    return sending.submit(referral.pk, previewed=seen(referral, by), by=by)


def in_days(many: int):
    return timezone.localdate() + timedelta(days=many)


def going(referral, by, *, reservation=False):
    answering.open_envelope(referral.pk, by=by)
    answering.accept(referral.pk, reservation=reservation, by=by)
    return following_up.start(referral.pk, by=by)


def reported(referral, by, *results):
    goals = referral.goals.order_by("position").values_list("pk", flat=True)
    told = dict(zip(goals, results, strict=True))
    return reporting.report(referral.pk, results=told, by=by)
