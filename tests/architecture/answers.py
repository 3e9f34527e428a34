"""Every address, the right it takes and what it answers: written by hand, compared with nothing.

A role that is not named beside a right does not hold it. An address that is not in the table
fails the test. *get* and *post* are the answers to somebody who holds the right and reaches the
row; 405 stands for a method that the address does not take.
"""

# ruff: noqa: E501 – tables: one address a line

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from audit.models import ErasureGround
from config.demo import town
from intake import tickets
from intake.models import HelpRequest, LinkReason, RequestLink
from intake.services import greeting
from partners.models import CodeApp, OpenService, Service, Team, Topic
from partners.services import as_told, importing
from referrals import periods
from referrals.models import Referral, differing
from referrals.services import erasing, extracting
from tests.architecture import children
from tests.architecture.doors import address

DECIDED = ("opened", "not_opened", "already_runs")
OPEN, CODE = "open to all", "behind the receipt code"

WORKERS = {"amina", "bjorn", "rut", "lena", "lovisa"}
LEADS = {"lena", "lovisa"}
MEMBERS = {"clara", "petra"}
PARTNER_LEADS = {"carl", "ylva"}
AT_PARTNERS = MEMBERS | PARTNER_LEADS
EVERYBODY_INSIDE = WORKERS | AT_PARTNERS | {"stina", "loke", "idle", "adam"}

HOLDS = {
    "accounts.use_own_account": EVERYBODY_INSIDE,
    "accounts.invite": {"adam"},
    "accounts.issue_tokens": {"adam"},
    "accounts.review_access": {"adam"} | PARTNER_LEADS,
    "accounts.see_differences": {"adam", "loke", "idle"},
    "accounts.repair_access": {"adam"},
    "audit.review_events": {"loke", "idle"},
    "audit.see_alarms": {"loke", "idle", "adam"},
    "audit.cosign": {"neighbour"},
    "partners.see_directory": WORKERS,
    "partners.state_capacity": PARTNER_LEADS,
    "partners.lead_members": PARTNER_LEADS,
    "partners.propose_changes": PARTNER_LEADS,
    "partners.configure": {"adam"},
    "intake.see_queue": WORKERS,
    "intake.read_request": WORKERS,
    "intake.triage_request": WORKERS,
    "intake.write_to_person": WORKERS,
    "intake.record_request": WORKERS,
    "intake.hand_over_concern": WORKERS,
    "intake.read_concern_report": WORKERS,
    "intake.assess_concern": WORKERS,
    "intake.extend_concern": LEADS,
    "intake.register_qualification": {"adam"},
    "intake.reassign_request": LEADS,
    "intake.lift_conflict": LEADS,
    "intake.mark_protected": WORKERS,
    "intake.name_readers": LEADS,
    "intake.break_glass": WORKERS,
    "intake.agree_to_glass": LEADS,
    "intake.cosign_glass": LEADS | {"loke", "idle"},
    "referrals.lift_conflict": PARTNER_LEADS,
    "intake.register_request": AT_PARTNERS | {"stina"},
    "intake.submit_by_machine": {"e_service"},
    "intake.configure": {"adam"},
    "intake.prepare_extract": WORKERS,
    "deviations.report": WORKERS,
    "register.see": WORKERS | {"adam"},
    "deviations.keep": LEADS,
    "police.handle": WORKERS,
    "police.confirm": LEADS,
    "police.see_report": LEADS | {"loke", "idle"},
    "threats.report": WORKERS | {"loke", "idle", "adam"},
    "threats.keep": LEADS,
    "threats.open_evidence": WORKERS,
    "threats.entrust": {"adam"},
    "incidents.report": WORKERS | {"loke", "idle", "adam"},
    "incidents.keep": {"loke", "idle", "adam"},
    "incidents.keep_breaches": {"loke", "idle"},
    "intake.release_extract": LEADS,
    "intake.erase_request": LEADS,
    "intake.read_remark": LEADS,
    "audit.erase_facts": {"loke", "idle"},
    "audit.hand_to_archive": LEADS | {"loke", "idle"},
    "audit.decide_erasure": LEADS | {"loke", "idle", "adam"},
    "referrals.send_referral": WORKERS,
    "referrals.approve_referral": LEADS,
    "referrals.receive_referral": AT_PARTNERS
    | {"system", "other_system", "narrow_system", "careful_system"},
    "referrals.list_received": AT_PARTNERS - {"petra"} | {"system", "other_system"},
    "referrals.respond_to_referral": AT_PARTNERS | {"system", "other_system", "careful_system"},
    "referrals.return_referral": PARTNER_LEADS | {"system", "other_system"},
    "referrals.see_figures": LEADS,
    "referrals.publish_figures": {"adam"},
    "referrals.configure": {"adam"},
    "referrals.see_rules": WORKERS | {"adam"},
}

# What somebody may still do who must have a second step and has none: get one, or leave.
WITHOUT_SECOND_STEP = {
    "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes",
    "account_reauthenticate", "account_sign_out_everywhere",
}  # fmt: skip


@dataclass(frozen=True)
class Door:
    """One address. *kind* and *fits* say which rows it is about; *body* what a form would send."""

    right: str
    kind: str = ""
    fits: Callable = field(default=lambda row: True)
    get: int = 200
    post: int = 405
    body: Callable = field(default=lambda here, row: {})
    fixed: dict = field(default_factory=dict)
    query: str = ""
    key: str = "pk"
    in_body: bool = False
    unfit: frozenset = frozenset({200, 302, 400, 409})

    def answers(self, method: str) -> set[int]:
        told = self.get if method == "GET" else self.post
        return {told} if isinstance(told, int) else set(told)


def at(*states):
    return lambda row: row.status in states


def runs(row) -> bool:
    """With the partner, who works with it: not resting."""
    return row.status == "active" and not row.is_paused


def converses(row) -> bool:
    """We and the partner have written to each other, and may go on."""
    return runs(row) and row.messages.exists()


def rests(row) -> bool:
    return row.status == "active" and row.is_paused


def may_begin(row) -> bool:
    return row.status == "accepted" and row.expected_start is None


def views_differ(row) -> bool:
    """Two who know do not say the same."""
    return differing(Referral.objects.filter(pk=row.pk)).exists()


def came_back(row) -> bool:
    """Without help: somebody says what happens next."""
    return row.status in ("declined", "returned", "expired")


def is_reported(row) -> bool:
    """And we have not objected to it."""
    return row.status == "reported" and not row.contest_reason


def begins_later(row) -> bool:
    return row.status == "accepted" and row.expected_start is not None


def has_related(row) -> bool:
    """Somebody of those who work there has said that they are related."""
    return bool(_related_to(row))


def _related_to(row) -> list[int]:
    found = row.conflicts.order_by("pk")
    if isinstance(row, Referral):
        found = found.filter(user__organisation=row.to_id)
    return list(found.values_list("user_id", flat=True)[:1])


def _related(here, row):
    return {"user_pk": _related_to(row)[0] if row and has_related(row) else 1}


def has_named(row) -> bool:
    return row.grants.filter(source="protection.name").exists()


def proposed_by(who: str):
    """Two doors about what is proposed: one's own is taken back, another's is decided."""
    return lambda row: row.status == "proposed" and row.proposed_by.email.startswith(f"{who}@")


def uncertified(row) -> bool:
    return row.status == "done" and not row.certificate


def is_unsaid(row) -> bool:
    return not row.our_answer


def _shows_the_way(here=None, row=None):
    service = Service.objects.filter(is_open=True, organisation__is_active=True).first()
    return {"service_pk": service.pk, "way": "spoken", "ask_on": _later(14)}


def _introduces(here=None, row=None):
    met = {"way": "room", "given_on": _later(0), "agreed_by": "person", "agreed": "on"}
    return _shows_the_way() | met


def _out_of_reach(here, row):
    """Robin's: for whoever is of another team."""
    return {"reference": here.told["robin"].help_request.reference, "reason": "life"}


def _unanswered(row):
    """Accounts that an administrator and a partner's lead may both say something about."""
    reviewers = ("administrator", "partner_lead")
    return row.accounts.filter(answer="", user__is_active=True).exclude(user__role__in=reviewers)


def has_unanswered(row) -> bool:
    return row.finished_at is None and _unanswered(row).exists()


def _confirms(here, row):
    return {"account": [one.pk for one in _unanswered(row)[:1]] if row else []}


def is_being_called(row) -> bool:
    """Amina has said yes to the person's rules a moment ago, and sees the number."""
    return row.attempts.filter(ended_at=None, made_by__email__startswith="amina@").exists()


def sends(**values):
    return lambda here, row: values


def has_failed(row) -> bool:
    """A call to another system that nobody tries any more."""
    return row.state == "failed" and row.to.startswith("webhooks.receiver/")


def is_decided(row) -> bool:
    return bool(row.decision)


def _tellable(row, *states) -> bool:
    telling = getattr(row, "telling", None)
    is_theirs = row.must_report and row.from_request_id is None
    return is_theirs and (telling.status if telling else "open") in states


def may_ask_to_be_told(row) -> bool:
    return _tellable(row, "open")


def may_be_told_now(row) -> bool:
    return is_decided(row) and _tellable(row, "open", "asked")


def _more_time(here, row):
    return {"until": (row.decide_on + timedelta(days=1)).isoformat(), "reasons": "Ja."}


def in_scenes(row) -> bool:
    """One of the two requests whose referrals are in every state."""
    return row.status == "open" and Referral.objects.filter(help_request=row).count() > 5


def is_offered(row) -> bool:
    """Somebody is asked to take it over, and has not answered."""
    return row.offers.filter(status="waiting").exists()


def is_in_a_team(row) -> bool:
    """One of the north's and one of the reception's: each is another lead's colleague."""
    return row.email.startswith(("amina@", "rut@"))


def _links(row):
    return RequestLink.objects.filter(Q(first=row) | Q(second=row))


def is_linked(row) -> bool:
    return _links(row).exists()


def may_be_joined(row) -> bool:
    """Read, with somebody, linked with one that leads another, and leading none itself."""
    return is_linked(row) and not row.joined.exists()


def _joins(here, row):
    """To the one that it is linked with."""
    one = row and _links(row).select_related("first", "second").first()
    if not one:
        return {}
    return {"reference": (one.second if one.first_id == row.pk else one.first).reference}


def _links_with(here, row):
    """One more of the same team, which is linked with nothing."""
    same = HelpRequest.objects.filter(unit=row.unit_id if row else None, status="new")
    other = same.exclude(is_protected=True).exclude(conflicts__isnull=False).first()
    reason = LinkReason.in_force()[0]
    return {"reference": other.reference if other else "", "reason": reason.pk}


def _unlinks(here, row):
    found = row and _links(row).first()
    return {"link_pk": str(found.pk) if found else NO_HOLD}


def _splits(here, row):
    return {"story": "Om ett syskon.", "about": "family", "age_band": "under_12",
            "urgency": "normal", "with_code": "none", "ticket": tickets.new()}  # fmt: skip


def _receiver(here, row):
    return {
        "receiver": f"team-{Team.objects.exclude(group=row.unit_id).filter(kind='area').first().pk}"
    }


def _put_off(here, row):
    """The next day on which we are open."""
    calendar, day = greeting.front().calendar, timezone.localdate() + timedelta(days=1)
    while not calendar.is_open_on(day):
        day += timedelta(days=1)
    return {"until": day, "why": "person"}


def is_in_thread(row) -> bool:
    """What hangs on a note is nobody's but ours."""
    return row.message_id is not None


def rests_a_referral(row) -> bool:
    return Referral.objects.filter(basis__consent=row, status="sent").exists()


def is_called(row) -> bool:
    return row.for_inquiry.filter(settled_at=None).exists()


def has_talked(row) -> bool:
    return row.child_talks.exists()


def is_to_be_stated(row) -> bool:
    """The person took it back, it may be about a child, and somebody has read it."""
    return row.no_suspicion_asked_at is not None and row.first_read_at is not None


def is_aside(row) -> bool:
    return row.set_aside_at is not None


def is_claras_own(row) -> bool:
    return row.email.startswith("clara@")


def is_claras(row) -> bool:
    return row.user.email.startswith("clara@")


def awaits_approval(row) -> bool:
    return row.status == "draft" and row.submitted_at is not None


def is_partner(row) -> bool:
    """One that answering by link can be turned on for."""
    return not row.is_ours and row.is_active and row.kind != "police"


def has_app(row) -> bool:
    return is_partner(row) and CodeApp.objects.filter(organisation=row).exists()


def is_unseen(row) -> bool:
    """On the law, to the police; nobody has been asked to look yet."""
    return row.status == "draft" and row.to.kind == "police" and row.submitted_at is None


def is_ready(row) -> bool:
    return row.status == "draft" and row.basis_id is not None and row.to.kind != "police"


def asking(here, row) -> dict:
    """What an authority asks, and about whom."""
    return {
        "authority": "police", "way": "phone", "asked": ["email"], "who": "Inspektör Ek",
        "whom": "Kim", "received_on": timezone.localdate().isoformat(),
    }  # fmt: skip


def has_a_list(here, who, row) -> bool:
    """The police open what is theirs, and have no list of it."""
    return who in HOLDS[LIST]


def rests_on_something(row) -> bool:
    return row.basis_id is not None


def is_in_line(row) -> bool:
    return row.status == "draft" and row.after_id is not None


def is_free(row) -> bool:
    """Ready, in line after nobody, with somebody of the same request to be asked after."""
    return is_ready(row) and row.after_id is None and _before(row) is not None


def _before(row):
    same = Referral.objects.filter(help_request=row.help_request_id, parallel_group=None)
    return same.filter(status="opened", next_in_line=None).exclude(pk=row.pk).first()


def _prepares(here, row):
    """Somebody who has not been asked about that request."""
    asked = row.help_request.referrals.values("service")
    free = Service.objects.filter(is_active=True, organisation__is_ours=False).exclude(pk__in=asked)
    return {"next_1": free.exclude(organisation__kind="police").first().pk}


def _agreed(here, row):
    return {"previewed": row.package.digest(), "after_pk": str(_before(row).pk)}


def may_be_erased(row) -> bool:
    return not erasing.in_the_way(row) and erasing.erasure_of(row) is None


def _ground(here, row):
    return {"ground_pk": str(ErasureGround.objects.get(code="persons_right").pk)}


def may_be_kept(row) -> bool:
    return row.erased_at is None


def keeping() -> dict:
    return {"birth_day": "other", "birth_year": None, "kept_for": ""}


def held() -> dict:
    return {"reason": "court", "until": timezone.localdate()}


def _known(here, row):
    return {"birth_day": "other"}


def _held(here, row):
    return {"reason": "court", "until": timezone.localdate().isoformat()}


def _listed(here, row):
    return {"seen": row.digest}


def waits_for_the_archive(row) -> bool:
    return row.status == "approved" and not row.deliveries.exists()


def receipt(row) -> dict:
    told = {"received_by": "Arkivarie Ek", "receipt_number": "LEV-2026/7"}
    return told | {"digest": row.digest}


def _clock(**more):
    """The first report that is still due."""
    return lambda here, row: {"clock_pk": row.clocks.running().first().pk, **more}


def _now(here=None, row=None):
    return timezone.localtime().strftime("%Y-%m-%dT%H:%M")


def _meets(here, row):
    return _clock(at=_now())(here, row)


def _tells(here, row):
    return {"recipient": "police", "at": _now()}


def _report(here, row):
    return {"what": "Ett annat fel.", "covers": ["cyber"], "noticed_at": _now()}


def _threatened(here, row):
    return {
        "kind": "threat",
        "way": "phone",
        "what": "Någon hotade.",
        "happened_at": _now(),
        "against_pk": "everybody",
    }


def against_somebody(row) -> bool:
    return row.status == "open" and row.against_id is not None


def has_a_file(row) -> bool:
    return bool(row.kind)


def was_in_error(row) -> bool:
    return row.recall_reason == "sent_in_error"


def may_be_told(row) -> bool:
    """Not what is open for an hour only: about that, those decide who have it."""
    untold = row.erased_at is None and not row.extracts.exists()
    return untold and not row.openings.exists()


def _asked(here, row):
    return {"claimant": "sender", "shown_by": "code", "asked_on": timezone.localdate().isoformat()}


def _looked(here, row):
    return {"seen": extracting.shown(row)}


def wants_a_call(row) -> bool:
    return row.safe_contact.way == "phone"


def _calls(here, row):
    revision = row.safe_contact.revision if row else 0
    return {"revision": revision, "understood": "on", "reason": "asked"}


def has_new_code(row) -> bool:
    return row.new_codes.filter(ended_at=None).exists()


def wants_a_new_code(row) -> bool:
    return row.new_codes.filter(status="proposed").exists()


def _recognised(here, row):
    revision = row.safe_contact.revision if row else 0
    return {"revision": revision, "checked": "known", "understood": "on"}


def waits_for_a_yes(row) -> bool:
    return row.waits_for_agreement


def waits_to_be_seen(row) -> bool:
    return row.opened_at is not None and row.cosigned_at is None


def _named(here, row):
    """Somebody who was named for the row."""
    grant = row.grants.filter(source="protection.name").first() if row else None
    return {"user_pk": grant.group.user_set.get().pk if grant else 1}


def _to_name(here, row):
    return {"user_pk": str(town.person("bjorn").pk)}


def _colleague(here, row):
    return {"colleague": str(row.unit.user_set.filter(role="social_worker").first().pk)}


def _weighed(here, row):
    return {"urgency": "normal", "area": row.area_id or "", "topic": "", "interpreter": ""}


def _consented(here, row):
    return {
        "organisation": str(town.service_of("Polisen i Tallsunda").organisation_id),
        "items": ["situation"], "given_by": "person", "given_how": "oral",
        "valid_until": (timezone.localdate() + timedelta(days=9)).isoformat(),
    }  # fmt: skip


def _told(**more):
    def body(here, row):
        return {"story": "Vill ha hjälp.", "about": "somebody", "age_band": "unknown",
                "way": "none", "hours": "any", "ticket": tickets.new(), **more}  # fmt: skip

    return body


def _next(here, row):
    other = Service.objects.filter(organisation__name="Tallsunda vårdcentral").first()
    return {"to_pk": str(other.organisation_id), "service_pk": str(other.pk)}


def _reported(here, row):
    goals = range(1, row.goals.count() + 1)
    return {"reached": "yes"} | {f"result_{number}": "met" for number in goals}


def _results(here, row):
    return {"results": [{"goal": str(goal.pk), "result": "met"} for goal in row.goals.all()]}


def _later(days=40) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def _pause(here, row):
    return {"reason": "away", "review_at": _later()}


def _progress(here, row):
    return {f"step_{number}": "begun" for number in range(1, row.goals.count() + 1)}


def _steps(here, row):
    return {"steps": [{"goal": str(goal.pk), "step": "begun"} for goal in row.goals.all()]}


def decided(row) -> dict:
    """What is to happen with everything that runs because of a request."""
    ways = {"draft": "discard", "reported": "close"} | dict.fromkeys(
        ("sent", "opened", "asked", "accepted", "active"), "recall"
    )
    found = Referral.objects.filter(help_request=row, status__in=ways).order_by("reference")
    return {str(one.pk): ways[one.status] for one in found}


def _ends(**more):
    return lambda here, row: (
        more | {f"runs_{number}": way for number, way in enumerate(decided(row).values(), 1)}
    )


def _digest(**more):
    return lambda here, row: {"digest": row.package.digest(), **more}


def _by_consent(here, row):
    return {"by_consent": "1", "consent_pk": str(row.basis.consent_id)}


def _place(here, row):
    return {"role": "social_worker", "organisation": str(row.organisation_id)}


def _member(here, row):
    return {"to_user_pk": str(row.to.members.exclude(role="partner_system").first().pk)}


def days_ago(number):
    """A day on which nobody in the town did anything."""
    day = timezone.localdate() - timedelta(days=number)
    return {"first": day, "last": day}


def _phone():
    return sends(
        label_sv="Nytt",
        label_en="New",
        number="08-465 004 55",
        when="open",
        about="anything",
        position=1,
    )


def _begins(here, row):
    service = OpenService.objects.get(name__sv="Anhörigstöd")
    return {"open_service": service.pk, "age_band": "25_64", "told_to_apply": "on"}


def _agrees(here, row):
    return {"open_service": OpenService.objects.first().pk, "who": "first", "says_yes": "yes",
            "given_how": "written", "said_on": timezone.localdate().isoformat()}  # fmt: skip


def _talk(here, row):
    return {"held_on": timezone.localdate().isoformat()}


def _approves(here, row):
    return {"seen": as_told.digest(row) if row else ""}


def _proposes(here, row):
    told = as_told.of_service(row) if row else {}
    return {"name_sv": "Ett nytt namn", "from_age": told.get("from_age", 0), "to_age": 99}


def is_new(row) -> bool:
    return row.is_new and row.status == "proposed"


def new_service() -> dict:
    topics = [Topic.objects.order_by("pk").first().pk]
    return {"name": {"sv": "Läxhjälp"}, "from_age": 9, "topics": topics}


def _new_service(here, row):
    told = new_service()
    return {"name_sv": "Läxhjälp", "from_age": 9, "to_age": 19, "topics": told["topics"]}


def _hours(here, row):
    return {"day0_0_opens": "10:00", "day0_0_closes": "14:00"}


def _withdrawal(here, row):
    return {"withdrawn_from": timezone.localdate().isoformat(), "withdrawal_number": "SN 1"}


PROTECT, NAME = "intake.mark_protected", "intake.name_readers"
GLASS, AGREE, CLEAR = "intake.break_glass", "intake.agree_to_glass", "intake.cosign_glass"
REMARK = "intake.read_remark"
LIFT, LIFT_THERE = "intake.lift_conflict", "referrals.lift_conflict"
REVIEW_ACCESS, DIFFERENCES = "accounts.review_access", "accounts.see_differences"
REPAIR = "accounts.repair_access"
USE, INVITE, ISSUE = "accounts.use_own_account", "accounts.invite", "accounts.issue_tokens"
SEE, READ, TRIAGE = "intake.see_queue", "intake.read_request", "intake.triage_request"
WRITE, REASSIGN = "intake.write_to_person", "intake.reassign_request"
HAND_OVER, CONCERN = "intake.hand_over_concern", "intake.read_concern_report"
ASSESS, EXTEND = "intake.assess_concern", "intake.extend_concern"
QUALIFY = "intake.register_qualification"
REGISTER, RECORD = "intake.register_request", "intake.record_request"
SEND, APPROVE = "referrals.send_referral", "referrals.approve_referral"
FIGURES, PUBLISH = "referrals.see_figures", "referrals.publish_figures"
UNPUBLISHED = periods.before(periods.quarter_of(timezone.localdate())).code
PUBLISHED = periods.before(periods.named(UNPUBLISHED)).code
RECEIVE, RESPOND = "referrals.receive_referral", "referrals.respond_to_referral"
LIST = "referrals.list_received"
RETURN, REVIEW = "referrals.return_referral", "audit.review_events"
SETTINGS, CAPACITY = "partners.configure", "partners.state_capacity"
LEAD, PROPOSE = "partners.lead_members", "partners.propose_changes"
KEEP, REPORT = "incidents.keep", "incidents.report"
KEEP_BREACHES = "incidents.keep_breaches"
THREATENED, PROTECTS = "threats.report", "threats.keep"
EVIDENCE, ENTRUST = "threats.open_evidence", "threats.entrust"
DEVIATE, MEND = "deviations.report", "deviations.keep"
HANDLES, CONFIRMS = "police.handle", "police.confirm"
PREPARE, RELEASE = "intake.prepare_extract", "intake.release_extract"
ERASE, DECIDE, FACTS = "intake.erase_request", "audit.decide_erasure", "audit.erase_facts"
ARCHIVES = "audit.hand_to_archive"
NO_HOLD = "00000000-0000-0000-0000-000000000007"
EITHER = (200, 302)
WORDS = {"goal_1": "Ett mål", "situation": "Om hjälpen.", "urgency": "normal"}

PUBLIC = {
    "public:start": Door(OPEN),
    "public:arena": Door(OPEN, fixed={"slug": "ekbacksskolan"}),
    "public:request": Door(OPEN, post=200, body=_told(about="self")),
    "public:go": Door(OPEN, get=405, post=302, fixed={"door": "now"}),
    "public:now": Door(OPEN),
    "public:child": Door(OPEN),
    "public:report": Door(OPEN, post=200, body=lambda here, row: {"concern": "Oro.", "who": "private", "ticket": tickets.new()}),
    "public:services": Door(OPEN),
    "public:open_data": Door(OPEN),
    "public:open_services": Door(OPEN),
    "public:open_service": Door(OPEN, fixed={"hsds_id": "5b1f7a52-0c1e-4f3a-9d53-2b1f0f6f4a02"}),
    "public:open_organisations": Door(OPEN),
    "public:open_organisation": Door(OPEN, fixed={"hsds_id": "5b1f7a52-0c1e-4f3a-9d53-2b1f0f6f4a01"}),
    "public:leave": Door(OPEN, post=303, body=lambda here, row: {"ticket": tickets.new()}),
    "public:privacy": Door(OPEN),
    "public:accessibility": Door(OPEN, post=200, body=lambda here, row: {"text": "Knappen syns inte.", "ticket": tickets.new()}),
    "public:type_back": Door(OPEN, get=405, post=404),
    "mailbox:enter": Door(OPEN, post=200),
    "mailbox:new_code": Door(OPEN, post=200, body=sends(reference="A2B-3C4", digits="00000000")),
    "mailbox:stop_new_code": Door(CODE, get=405, post=302),
    "mailbox:leave": Door(OPEN, get=405, post=302),
    "mailbox:thread": Door(CODE, post=302, body=lambda here, row: {"text": "Hej igen.", "ticket": tickets.new()}),
    "mailbox:contact": Door(CODE, post=302, body=sends(way="none")),
    "mailbox:who": Door(CODE),
    "mailbox:attachment": Door(CODE, "attachment", is_in_thread),
    "mailbox:attachment_file": Door(CODE, "attachment", is_in_thread),
    "public:attach": Door(OPEN, get=405, post=302),
    "mailbox:correct": Door(CODE, post=302, body=lambda here, row: {"text": "Det var fel.", "ticket": tickets.new()}),
    "mailbox:so_far": Door(CODE),
    "mailbox:feedback": Door(CODE, post=200, body=sends(contact="4")),
    "mailbox:withdraw": Door(CODE, post=302),
    "mailbox:shared": Door(CODE, post=200),
    "mailbox:own_view": Door(CODE, "referral", at("reported"), post=302, body=sends(view="helped")),
    "mailbox:way": Door(CODE, "guidance", post=302, body=sends(arrival="arrived")),
    "mailbox:take_back": Door(CODE, "consent", rests_a_referral, post=302),
    "health": Door(OPEN, get=(200, 503), post=(200, 503)),
}  # fmt: skip

DESK = {
    "desk:home": Door(USE, get=302, post=302),
    "desk:queue": Door(SEE, post=200),
    "desk:set_aside": Door(SEE, post=200),
    "desk:let_in": Door(TRIAGE, "request", is_aside, get=405, post=302),
    "desk:dismiss": Door(TRIAGE, "request", is_aside, get=405, post=302),
    "desk:unread": Door(REASSIGN, post=200),
    "desk:mine": Door(SEE, post=200),
    "desk:absences": Door(TRIAGE, post=200),
    "desk:absence_end": Door(TRIAGE, "absence", get=405, post=302),
    "desk:workload": Door(REASSIGN, post=200),
    "desk:hand_out": Door(REASSIGN, "colleague", is_in_a_team, post=200),
    "desk:feedback": Door(SEE, post=200),
    "desk:find": Door(SEE, "request", post=302, in_body=True, body=lambda here, row: {"reference": row.reference}),
    "desk:record": Door(RECORD, post=200, body=_told(channel="phone_note")),
    "desk:outreach": Door(RECORD, post=200, body=_told()),
    "desk:request": Door(SEE, "request", post=200),
    "desk:open": Door(READ, "request", post=302, body=sends(purpose="triage")),
    "desk:words": Door(READ, "request", in_scenes, post=200),
    "desk:notes": Door(READ, "request", in_scenes, post=302, body=sends(text="En notering.")),
    "desk:attachment": Door(READ, "attachment"),
    "desk:attachment_file": Door(READ, "attachment"),
    "desk:call": Door(WRITE, "request", wants_a_call, post=302, body=_calls),
    "desk:number": Door(WRITE, "request", is_being_called, get=EITHER, post=302, body=sends(outcome="reached")),  # without a yes to the rules: back to them
    "desk:new_code": Door(WRITE, "request", in_scenes, post=(200, 409), body=_recognised),  # 409: a colleague has it
    "desk:call_off_new_code": Door(WRITE, "request", has_new_code, get=405, post=302),
    "desk:consents": Door(TRIAGE, "request", in_scenes, post=302, body=_consented),
    "desk:take": Door(TRIAGE, "request", at("new"), get=405, post=302),
    "desk:release": Door(TRIAGE, "request", in_scenes, get=405, post=302, unfit=frozenset({403, 409})),  # somebody else's: the lead
    "desk:reassign": Door(REASSIGN, "request", in_scenes, post=302, body=_colleague),
    "desk:offer": Door(TRIAGE, "request", in_scenes, post=EITHER, body=_receiver),  # 200: a colleague has it
    "desk:offer_take_back": Door(TRIAGE, "request", is_offered, get=405, post=(302, 409)),  # 409: not theirs
    "desk:offer_accept": Door(TRIAGE, "offer", at("waiting"), get=405, post=302),
    "desk:offer_decline": Door(TRIAGE, "offer", at("waiting"), post=302, body=sends(reason="no_time")),
    "desk:put_off": Door(TRIAGE, "request", in_scenes, post=302, body=_put_off),
    "desk:join": Door(TRIAGE, "request", may_be_joined, post=302, body=_joins),
    "desk:take_apart": Door(TRIAGE, "request", at("joined"), get=405, post=302),
    "desk:split": Door(TRIAGE, "request", may_be_joined, post=200, body=_splits),
    "desk:link": Door(TRIAGE, "request", may_be_joined, post=302, body=_links_with),
    "desk:unlink": Door(TRIAGE, "request", is_linked, get=405, post=302, body=_unlinks, unfit=frozenset({404})),
    "desk:bring_back": Door(TRIAGE, "request", in_scenes, get=405, post=409),  # none of them is put off
    "desk:weigh": Door(TRIAGE, "request", in_scenes, post=302, body=_weighed),
    "desk:answer": Door(WRITE, "request", in_scenes, post=302, body=sends(text="Hej.")),
    "desk:answer_take_back": Door(WRITE, "request", at("open"), get=405, post=409),  # no answer waits unread there
    "desk:close": Door(TRIAGE, "request", in_scenes, post=302, body=_ends(reason="advised", children="none", no_suspicion="on")),
    "desk:inquiry": Door(TRIAGE, "request", in_scenes, post=302, body=sends(outcome="opened", text="Enheten har den.")),
    "desk:state_no_suspicion": Door(TRIAGE, "request", is_to_be_stated, post=302, body=sends(no_suspicion="on")),
    "desk:hand_over": Door(HAND_OVER, "request", in_scenes, post=302, body=_ends(concern="Oro.")),
    "desk:services": Door(TRIAGE, "request", in_scenes, post=302, body=_begins),
    "desk:service_agree": Door(TRIAGE, "request", in_scenes, post=302, body=_agrees),
    "desk:running_services": Door(SEE),
    "desk:service": Door(TRIAGE, "service_start"),
    "desk:service_words": Door(READ, "service_start"),
    "desk:service_act": Door(TRIAGE, "service_start", fixed={"deed": "talk"}, get=405, post=302, body=_talk),
    "desk:children": Door(READ, "request", in_scenes),
    "desk:children_words": Door(READ, "request", has_talked),
    "desk:child_talk": Door(WRITE, "request", in_scenes, post=302, body=sends(**children.TALK | {"said": "Inget mer."})),
    "desk:guardian": Door(TRIAGE, "request", in_scenes, post=302, body=sends(**children.DECISION | {"guardian": "first", "reasons": "Prövat."})),
    "desk:guardian_take_back": Door(TRIAGE, "guardian_access", get=405, post=302),
    "desk:concerns": Door(CONCERN, post=200),
    "desk:concern": Door(CONCERN, "concern", post=200),
    "desk:open_concern": Door(CONCERN, "concern", get=405, post=302, body=sends(purpose="concern")),
    "desk:concern_words": Door(CONCERN, "concern", post=200),
    "desk:assess_concern": Door(ASSESS, "concern", at("received"), post=302, body=sends(outcome="not_at_once", reasons="Ja.")),
    "desk:decide_concern": Door(ASSESS, "concern", at("assessed"), post=302, body=sends(decision="opened", reasons="Ja.")),
    "desk:extend_concern": Door(EXTEND, "concern", at("received", "assessed"), post=302, body=_more_time),
    "desk:concern_asked": Door(CONCERN, "concern", may_ask_to_be_told, get=405, post=302),
    "desk:tell_reporter": Door(CONCERN, "concern", may_be_told_now, get=405, post=302),
    "desk:withhold_from_reporter": Door(ASSESS, "concern", may_be_told_now, post=302, body=sends(reasons="Ja.")),
    "desk:file_concern": Door(CONCERN, "concern", at(*DECIDED), post=302, body=sends(case_number="IFO-2026-0017")),
    "desk:concern_paper": Door(CONCERN, "concern", is_decided),
    "desk:concern_pdf": Door(CONCERN, "concern", is_decided),
    "desk:concern_package": Door(CONCERN, "concern", is_decided),
    "desk:qualifications": Door(QUALIFY, post=200),
    "desk:end_qualification": Door(QUALIFY, "qualification", get=405, post=302),
    "desk:related": Door(SEE, "request", post=302),
    "desk:let_back": Door(LIFT, "request", has_related, get=405, post=302, body=_related),
    "desk:related_concern": Door(CONCERN, "concern", post=302),
    "desk:let_back_concern": Door(LIFT, "concern", has_related, get=405, post=302, body=_related),
    "desk:protect": Door(PROTECT, "request", lambda row: not row.is_protected, post=302),
    "desk:protect_concern": Door(CONCERN, "concern", lambda row: not row.is_protected, post=302),
    "desk:protected": Door(NAME, post=200),
    "desk:named": Door(NAME, "shielded", post=302, body=_to_name),
    "desk:unname": Door(NAME, "shielded", get=405, post=302, body=_named),
    "desk:unprotect": Door(NAME, "shielded", post=302, body=sends(reason="ended")),
    "desk:approve_new_code": Door(NAME, "shielded", wants_a_new_code, get=405, post=302, body=sends(agrees="yes")),
    "desk:named_concern": Door(NAME, "shielded_concern", post=302, body=_to_name),
    "desk:unname_concern": Door(NAME, "shielded_concern", has_named, get=405, post=302, body=_named),
    "desk:unprotect_concern": Door(NAME, "shielded_concern", post=302, body=sends(reason="ended")),
    "desk:emergency": Door(GLASS, post=EITHER, body=_out_of_reach),
    "desk:openings": Door(CLEAR, post=200),
    "desk:duty": Door(AGREE, post=200),
    "desk:duty_remove": Door(AGREE, "watch", get=405, post=302),
    "desk:glass_longer": Door(GLASS, "own_opening", lambda row: row.may_be_longer, get=405, post=302),
    "desk:glass_agree": Door(AGREE, "opening", waits_for_a_yes, get=405, post=302),
    "desk:glass_cosign": Door(CLEAR, "opening", waits_to_be_seen, get=405, post=302),
    "desk:remarks": Door(REMARK, post=200),
    "desk:remark": Door(REMARK, "remark", post=200),
    "desk:remark_dealt_with": Door(REMARK, "remark", get=405, post=302),
    "desk:differences": Door(DIFFERENCES, post=200),
    "desk:compare_access": Door(DIFFERENCES, get=405, post=302),
    "desk:repair_access": Door(REPAIR, "difference", get=405, post=302),
    "desk:access_reviews": Door(REVIEW_ACCESS, post=200),
    "desk:access_review": Door(REVIEW_ACCESS, "review", has_unanswered, post=302, body=_confirms),
    "desk:access_end": Door(REVIEW_ACCESS, "reviewed", is_claras, post=302),
    "desk:referrals": Door(SEND, post=200),
    "desk:rules": Door("referrals.see_rules"),
    "desk:request_referrals": Door(SEND, "request", post=200),
    "public:figures": Door(OPEN),
    "public:figures_csv": Door(OPEN, fixed={"quarter": PUBLISHED}),
    "desk:publications": Door(PUBLISH),
    "desk:publication": Door(PUBLISH, fixed={"quarter": PUBLISHED}),
    "desk:publish": Door(PUBLISH, fixed={"quarter": UNPUBLISHED}, get=405, post=302),
    "desk:publication_hide": Door(PUBLISH, "publication", get=405, post=302),
    "desk:publication_show": Door(PUBLISH, "publication", get=405, post=302),
    "desk:unmet_need": Door(FIGURES),
    "desk:figures": Door(FIGURES),
    "desk:differing": Door(SEND, post=200),
    "desk:look_into": Door(SEND, "referral", views_differ, post=302, body=sends(looked_into="person")),
    "desk:next_steps": Door(SEND, post=200),
    "desk:referral_step": Door(SEND, "referral", came_back, post=302, body=sends(step="nobody"), unfit=frozenset({404})),
    "desk:signpost": Door(SEND, "request", in_scenes, post=302, body=_shows_the_way),
    "desk:introduce": Door(SEND, "request", in_scenes, post=302, body=_introduces),
    "desk:ways": Door(SEND, post=200),
    "desk:arrival": Door(SEND, "guidance", is_unsaid, post=302, body=sends(arrival="arrived")),
    "desk:referral_new": Door(SEND, "request", post=200),
    "desk:referral_begin": Door(SEND, "request", in_scenes, post=302, body=sends(**WORDS), fixed={"service_pk": "Tallsunda vårdcentral"}),
    "desk:referral": Door(SEND, "referral", post=200),
    "desk:referral_told": Door(SEND, "referral", runs, post=200),
    "desk:referral_conversation": Door(SEND, "referral", converses, post=302, body=sends(text="Hon kan på tisdagar.")),
    "desk:referral_attachment": Door(SEND, "attachment"),
    "desk:referral_enclosure": Door(SEND, "enclosure"),
    "desk:referral_package": Door(SEND, "referral", is_ready, post=302, body=sends(**WORDS)),
    "desk:referral_basis": Door(SEND, "referral", is_ready, post=302, body=_by_consent),
    "desk:referral_sheet": Door(SEND, "referral", rests_on_something),
    "desk:referral_preview": Door(SEND, "referral", is_ready, post=302, body=lambda here, row: {"previewed": row.package.digest()}),
    "desk:referral_submit": Door(SEND, "referral", is_unseen, get=405, post=302, body=lambda here, row: {"previewed": row.package.digest()}),
    "desk:referral_line": Door(SEND, "referral", at("sent"), post=302, body=_prepares),
    "desk:referral_agree": Door(SEND, "referral", is_free, get=405, post=302, body=_agreed),
    "desk:referral_break_off": Door(SEND, "referral", is_in_line, get=405, post=302),
    "desk:referral_discard": Door(SEND, "referral", is_ready, post=302),
    "desk:referral_answer": Door(SEND, "referral", at("asked"), post=302, body=sends(text="Det är så.")),
    "desk:referral_recall": Door(SEND, "referral", at("sent"), post=302, body=sends(reason="changed")),
    "desk:referral_withdraw": Door(SEND, "referral", at("sent"), post=302),
    "desk:referral_acknowledge": Door(SEND, "referral", at("reported"), post=302, body=sends(our_view="helped", persons_view="unknown")),
    "desk:referral_together": Door(SEND, "referral", at("sent"), post=302),
    "desk:referral_pause": Door(SEND, "referral", runs, post=302, body=_pause),
    "desk:referral_resume": Door(SEND, "referral", rests, post=302),
    "desk:referral_contest": Door(SEND, "referral", is_reported, post=302, body=sends(reason="incomplete")),
    "desk:referral_next": Door(SEND, "referral", lambda row: row.status == "recalled" and row.help_request.status == "open" and not hasattr(row, "referral"), post=302, body=_next),
    "desk:consent_take_back": Door(SEND, "consent", rests_a_referral, post=302),
    "desk:approvals": Door(APPROVE, post=200),
    "desk:approval": Door(APPROVE, "referral", awaits_approval, post=302, body=_digest(approve="1")),
    "desk:directory": Door("partners.see_directory"),
    "desk:log": Door(REVIEW),
    "desk:log_event": Door(REVIEW, "line", key="number"),
    "desk:log_export": Door(REVIEW, get=405, post=200),
    "desk:log_whole": Door(REVIEW, post=200),
    "desk:review": Door(REVIEW, post=200, body=lambda here, row: days_ago(1)),
    "desk:review_figures": Door(REVIEW),
    "desk:review_round": Door(REVIEW, "round"),
    "desk:review_protocol": Door(REVIEW, "round"),
    "desk:review_item": Door(REVIEW, "item", lambda row: not row.finding, post=302, body=lambda here, row: {"finding": "explained", "turn": row.turn}),
    "desk:people": Door(INVITE, post=200),
    "desk:invite": Door(INVITE, post=200),
    "desk:person": Door(INVITE, "person", lambda row: row.email.startswith("petra@"), post=200),
    "desk:end_access": Door(INVITE, "person", lambda row: row.email.startswith("petra@"), post=302),
    "desk:remove_factors": Door(INVITE, "person", lambda row: row.email.startswith("petra@"), post=302),
    "desk:invite_again": Door(INVITE, "invitation", get=405, post=302),
    "desk:revoke_invitation": Door(INVITE, "invitation", post=302),
    "desk:roles": Door(USE, post=200),
    "desk:tokens": Door(ISSUE, post=200),
    "desk:token-issue": Door(ISSUE, post=200),
    "desk:receivers": Door(ISSUE),
    "desk:receiver_new": Door(ISSUE, post=200),
    "desk:receiver": Door(ISSUE, "receiver"),
    "desk:receiver_test": Door(ISSUE, "receiver", get=405, post=302),
    "desk:receiver_secret": Door(ISSUE, "receiver", get=405, post=200),
    "desk:receiver_switch": Door(ISSUE, "receiver", get=405, post=302, body=sends(on="0")),
    "desk:receiver_disconnect": Door(ISSUE, "receiver", post=302),
    "desk:call_again": Door(ISSUE, "outgoing", has_failed, get=405, post=302),
    "desk:call_drop": Door(ISSUE, "outgoing", has_failed, get=405, post=302),
    "desk:token-revoke": Door(ISSUE, "key", get=405, post=302),
    "desk:erase": Door(ERASE, "request", may_be_erased, post=302, body=_ground),
    "desk:erase_facts": Door(FACTS, post=200),
    "desk:erasures": Door(DECIDE),
    "desk:erasure": Door(DECIDE, "erasure"),
    "desk:erasure_confirm": Door(DECIDE, "erasure", proposed_by("liv"), get=405, post=302),
    "desk:erasure_decline": Door(DECIDE, "erasure", proposed_by("liv"), get=405, post=302),
    "desk:erasure_take_back": Door(DECIDE, "erasure", proposed_by("lena"), get=405, post=(302, 409)),  # one's own
    "desk:erasure_certify": Door(DECIDE, "erasure", uncertified, get=405, post=302),
    "desk:erasure_certificate": Door(DECIDE, "erasure", lambda row: bool(row.certificate)),
    "desk:retention": Door(TRIAGE, "request", may_be_kept, post=302, body=_known),
    "desk:retention_hold": Door(ERASE, "request", may_be_kept, get=405, post=302, body=_held),
    "desk:retention_lift": Door(ERASE, "request", get=405, post=200, body=sends(hold_pk=NO_HOLD)),
    "desk:concern_retention": Door(CONCERN, "concern", post=302, body=_known),
    "desk:concern_hold": Door(ERASE, "concern", get=405, post=302, body=_held),
    "desk:concern_lift": Door(ERASE, "concern", get=405, post=200, body=sends(hold_pk=NO_HOLD)),
    "desk:deviation_retention": Door(MEND, "deviation", post=302, body=_held),
    "desk:deviation_retention_lift": Door(MEND, "deviation", get=405, post=200, body=sends(hold_pk=NO_HOLD)),
    "desk:incident_retention": Door(KEEP, "incident", post=302, body=_held),
    "desk:incident_retention_lift": Door(KEEP, "incident", get=405, post=200, body=sends(hold_pk=NO_HOLD)),
    "desk:threat_retention": Door(PROTECTS, "threat", post=302, body=_held),
    "desk:threat_retention_lift": Door(PROTECTS, "threat", get=405, post=200, body=sends(hold_pk=NO_HOLD)),
    "desk:contact_request_retention": Door(HANDLES, "contact_request", post=302, body=_held),
    "desk:contact_request_retention_lift": Door(HANDLES, "contact_request", get=405, post=200, body=sends(hold_pk=NO_HOLD)),
    "desk:disposals": Door(DECIDE),
    "desk:retention_questions": Door(ERASE),
    "desk:disposal": Door(DECIDE, "disposal"),
    "desk:disposal_prepare": Door(ERASE, "disposal", at("proposed"), get=405, post=302, body=_listed),
    "desk:disposal_approve": Door(DECIDE, "disposal", at("prepared"), get=405, post=302, body=_listed),
    "desk:disposal_renew": Door(ERASE, "disposal", at("proposed"), get=405, post=302),
    "desk:disposal_decline": Door(DECIDE, "disposal", at("proposed", "prepared"), get=405, post=302),
    "desk:disposal_deliver": Door(ARCHIVES, "disposal", waits_for_the_archive, get=405, post=(200, 409)),  # 409: another team's
    "desk:delivery_receive": Door(ARCHIVES, "delivery", at("made"), get=405, post=302, body=lambda here, row: receipt(row)),
    "desk:delivery_drop": Door(ARCHIVES, "delivery", at("made"), get=405, post=302),
    "desk:register": Door("register.see"),
    "desk:register_paper": Door("register.see"),
    "desk:register_csv": Door("register.see"),
    "desk:register_json": Door("register.see"),
    "desk:markings": Door(TRIAGE, "request", may_be_kept, post=302, body=sends(provision="social_services")),
    "desk:marking_lift": Door(TRIAGE, "request", get=405, post=200, body=sends(marking_pk=NO_HOLD)),
    "desk:concern_markings": Door(CONCERN, "concern", post=302, body=sends(provision="social_services")),
    "desk:concern_marking_lift": Door(CONCERN, "concern", get=405, post=200, body=sends(marking_pk=NO_HOLD)),
    "desk:deviation_markings": Door(MEND, "deviation", post=302, body=sends(provision="social_services")),
    "desk:deviation_markings_lift": Door(MEND, "deviation", get=405, post=200, body=sends(marking_pk=NO_HOLD)),
    "desk:incident_markings": Door(KEEP, "incident", post=302, body=sends(provision="social_services")),
    "desk:incident_markings_lift": Door(KEEP, "incident", get=405, post=200, body=sends(marking_pk=NO_HOLD)),
    "desk:threat_markings": Door(PROTECTS, "threat", post=302, body=sends(provision="social_services")),
    "desk:threat_markings_lift": Door(PROTECTS, "threat", get=405, post=200, body=sends(marking_pk=NO_HOLD)),
    "desk:contact_request_markings": Door(HANDLES, "contact_request", post=302, body=sends(provision="social_services")),
    "desk:contact_request_markings_lift": Door(HANDLES, "contact_request", get=405, post=200, body=sends(marking_pk=NO_HOLD)),
    "desk:contact_requests": Door(HANDLES),
    "desk:contact_request_new": Door(HANDLES, post=302, body=lambda here, row: asking(here, row) | {"who": "Kommissarie Alm"}),
    "desk:contact_request": Door(HANDLES, "contact_request"),
    "desk:contact_request_paper": Door(HANDLES, "contact_request"),
    "desk:contact_request_check": Door(HANDLES, "contact_request", at("received"), get=405, post=302, body=sends(checked_how="shown")),
    "desk:contact_request_find": Door(HANDLES, "contact_request", at("received"), get=405, post=200, body=sends(number="ingen")),
    "desk:contact_request_decide": Door(HANDLES, "contact_request", at("checked"), get=405, post=302, body=sends(outcome="nothing", reasons="Skäl.")),
    "desk:contact_request_confirm": Door(CONFIRMS, "contact_request", at("decided"), get=405, post=302, body=lambda here, row: {"decision_pk": str(row.decisions.get().pk)}),
    "desk:contact_request_hand_back": Door(CONFIRMS, "contact_request", at("decided"), get=405, post=302, body=lambda here, row: {"decision_pk": str(row.decisions.get().pk), "reason": "reasons"}),
    "desk:contact_request_decide_anew": Door(HANDLES, "contact_request", at("confirmed"), get=405, post=302),
    "desk:contact_request_details": Door(HANDLES, "contact_request", at("confirmed")),
    "desk:contact_request_answer": Door(HANDLES, "contact_request", at("confirmed"), get=405, post=302, body=lambda here, row: {"answered_how": "phone", "answered_on": timezone.localdate().isoformat()}),
    "desk:contact_request_call_off": Door(HANDLES, "contact_request", at("received"), get=405, post=302),
    "desk:told_to_police": Door("police.see_report"),
    "desk:deviations": Door(MEND),
    "desk:deviation_report": Door(DEVIATE, post=302, body=lambda here, row: {"what": "Något tappades.", "kind": "lost", "happened_at": _now()}),
    "desk:deviation": Door(MEND, "deviation"),
    "desk:deviation_paper": Door(MEND, "deviation"),
    "desk:deviation_file": Door(MEND, "deviation"),
    "desk:deviation_explain": Door(MEND, "deviation", at("open"), get=405, post=302, body=lambda here, row: {"causes": ["load"], "follow_up_on": _later()}),
    "desk:deviation_note": Door(MEND, "deviation", at("open"), get=405, post=302, body=sends(text="En åtgärd.")),
    "desk:deviation_decide": Door(MEND, "deviation", at("open"), get=405, post=302, body=sends(sarah="no")),
    "desk:deviation_close": Door(MEND, "deviation", at("open"), get=405, post=409),  # nothing is said yet
    "desk:deviation_reopen": Door(MEND, "deviation", at("closed"), get=405, post=302),
    "desk:threats": Door(THREATENED),
    "desk:threat_report": Door(THREATENED, post=302, body=_threatened),
    "desk:threat": Door(THREATENED, "threat"),
    "desk:threat_paper": Door(THREATENED, "threat"),
    "desk:threat_evidence": Door(THREATENED, "threat", get=405, post=302, body=sends(text="Jag vet var du bor.")),
    "desk:threat_plan": Door(PROTECTS, "threat", at("open"), get=405, post=302, body=lambda here, row: {"risk": "high", "measures": ["alarm"], "follow_up_on": _later()}),
    "desk:threat_note": Door(PROTECTS, "threat", at("open"), get=405, post=302, body=sends(text="Vi har talat om det.")),
    "desk:threat_police": Door(PROTECTS, "threat", at("open"), get=405, post=302, body=sends(police="not")),
    "desk:threat_shield": Door(PROTECTS, "threat", against_somebody, get=405, post=302, body=sends(name="Sam")),
    "desk:threat_unshield": Door(PROTECTS, "threat", against_somebody, get=405, post=302),
    "desk:threat_close": Door(PROTECTS, "threat", at("open"), get=405, post=409),  # nothing is said yet
    "desk:threat_reopen": Door(PROTECTS, "threat", at("closed"), get=405, post=302),
    "desk:evidence": Door(EVIDENCE, "evidence", has_a_file),
    "desk:evidence_file": Door(EVIDENCE, "evidence", has_a_file),
    "desk:evidence_destroy": Door(EVIDENCE, "evidence", has_a_file, get=405, post=302, body=sends(why="mistake")),
    "desk:entrusted": Door(ENTRUST, post=200),
    "desk:entrusted_end": Door(ENTRUST, "entrusted", get=405, post=302),
    "desk:incidents": Door(KEEP),
    "desk:incident_report": Door(REPORT, post=302, body=_report),
    "desk:incident_recall": Door(SEND, "referral", was_in_error, get=405, post=302),
    "desk:incident_finding": Door(REVIEW, "item", lambda row: row.finding == "incident", get=405, post=302),
    "desk:breach_check": Door(KEEP_BREACHES, "breach_check"),
    "desk:breach_check_open": Door(KEEP_BREACHES, "breach_check", get=405, post=302),
    "desk:breach_check_clear": Door(KEEP_BREACHES, "breach_check", get=405, post=302, body=sends(outcome="not_read")),
    "desk:incident": Door(KEEP, "incident"),
    "desk:incident_paper": Door(KEEP, "incident"),
    "desk:incident_file": Door(KEEP, "incident"),
    "desk:incident_judge": Door(KEEP, "incident", at("open"), get=405, post=302, body=sends(risk="risk", covers=["cyber"])),
    "desk:incident_meet": Door(KEEP, "incident", at("open"), get=405, post=302, body=_meets),
    "desk:incident_waive": Door(KEEP, "incident", at("open"), get=405, post=302, body=_clock(why_not="not_one")),
    "desk:incident_tell": Door(KEEP, "incident", at("open"), get=405, post=302, body=_tells),
    "desk:incident_note": Door(KEEP, "incident", at("open"), get=405, post=302, body=sends(text="En åtgärd.")),
    "desk:incident_close": Door(KEEP, "incident", at("open"), get=405, post=409),  # a report is due
    "desk:incident_reopen": Door(KEEP, "incident", at("closed"), get=405, post=302),
    "desk:extract_begin": Door(PREPARE, "request", may_be_told, post=302, body=_asked),
    "desk:extracts": Door(PREPARE),
    "desk:extract": Door(PREPARE, "extract"),
    "desk:extract_check": Door(PREPARE, "own_extract", at("draft"), post=200),
    "desk:extract_look": Door(RELEASE, "extract", at("checked")),
    "desk:extract_release": Door(RELEASE, "extract", at("checked"), get=405, post=302, body=_looked),
    "desk:extract_send_back": Door(RELEASE, "extract", at("checked"), get=405, post=302),
    "desk:extract_drop": Door(PREPARE, "own_extract", at("draft", "checked"), get=405, post=302),
    "desk:extract_paper": Door(PREPARE, "extract", at("released")),
    "desk:extract_attached": Door(PREPARE, "extract", at("draft", "checked"), fixed={"number": 1}),
    "desk:extract_file": Door(PREPARE, "extract", at("released")),
    "desk:extract_bundle": Door(PREPARE, "extract", at("released")),
    "desk:extract_hand_over": Door(PREPARE, "extract", at("released"), get=405, post=302, body=sends(how="post")),
    "desk:rule_confirm": Door(INVITE, "rule", get=405, post=302),
    "desk:settings": Door(SETTINGS),
    "desk:settings_rows": Door(SETTINGS, fixed={"section": "phones"}),
    "desk:setting_new": Door(SETTINGS, fixed={"section": "phones"}, post=302, body=_phone()),
    "desk:setting": Door(SETTINGS, "phone", fixed={"section": "phones"}, post=302, body=_phone()),
    "desk:exchange": Door(SETTINGS, post=200),
    "desk:exchange_download": Door(SETTINGS),
    "desk:exchange_file": Door(SETTINGS, "incoming"),
    "desk:exchange_errors": Door(SETTINGS, "incoming"),
    "desk:exchange_apply": Door(SETTINGS, "incoming", get=405, post=302, body=lambda here, row: {"seen": importing.plan_of(row).digest()}),
    "desk:exchange_drop": Door(SETTINGS, "incoming", get=405, post=302),
    "desk:proposals": Door(SETTINGS),
    "desk:proposal": Door(SETTINGS, "proposal"),
    "desk:proposal_approve": Door(SETTINGS, "proposal", at("proposed"), get=405, post=302, body=_approves),
    "desk:proposal_refuse": Door(SETTINGS, "proposal", at("proposed"), get=405, post=302, body=sends(reason="unclear")),
    "desk:arena_poster": Door(SETTINGS, "arena"),
    "desk:code_apps": Door(SETTINGS),
    "desk:code_app": Door(SETTINGS, "organisation", has_app, post=200),
    "desk:code_app_register": Door(SETTINGS, "organisation", is_partner, get=405, post=200),
    "desk:code_app_remove": Door(SETTINGS, "organisation", has_app, get=405, post=302),
    "desk:open_service_withdraw": Door(SETTINGS, "open_service", post=302, body=_withdrawal),
    "desk:open_service_reinstate": Door(SETTINGS, "open_service", get=405, post=302),
    "desk:setting_remove": Door(SETTINGS, "phone", fixed={"section": "phones"}, get=405, post=302),
}  # fmt: skip

PORTAL = {
    "portal:register": Door(REGISTER, post=302, body=sends(harm="no")),
    "portal:register_unsure": Door(REGISTER, post=200),
    "portal:register_concern": Door(REGISTER, post=200, body=lambda here, row: {"concern": "Oro.", "reached_at": "Skolan", "ticket": tickets.new()}),
    "portal:register_request": Door(REGISTER, query="?harm=no", post=200, body=_told(with_person="no", no_suspicion="on")),
    "portal:registrations": Door(REGISTER, post=200),
    "portal:ask_to_be_told": Door(REGISTER, "registration", lambda row: row.may_ask, get=405, post=302),
    "portal:home": Door(RECEIVE, get=(200, 302), post=(200, 302)),
    "portal:inbox": Door(LIST, post=200),
    "portal:figures": Door(LIST),
    "portal:referral": Door(RECEIVE, "referral", at("opened"), post=200),
    "portal:package": Door(RECEIVE, "referral", runs, post=200),
    "portal:enclosure": Door(RECEIVE, "enclosure"),
    "portal:conversation": Door(RECEIVE, "referral", converses, post=302, body=sends(text="Vi ses på tisdag.")),
    "portal:open": Door(RESPOND, "referral", at("sent"), get=405, post=302),
    "portal:ask": Door(RESPOND, "referral", at("opened"), post=302, body=sends(code="scope")),
    "portal:accept": Door(RESPOND, "referral", at("opened"), post=302, body=sends(reservation="on")),
    "portal:decline": Door(RESPOND, "referral", at("opened"), post=302, body=sends(reason="capacity")),
    "portal:attempt": Door(RESPOND, "referral", may_begin, post=302, body=lambda here, row: {"way": "phone", "at": _now()}),
    "portal:start": Door(RESPOND, "referral", may_begin, post=302, body=lambda here, row: {"first_contact": timezone.localdate().isoformat()}),
    "portal:report": Door(RESPOND, "referral", runs, post=302, body=_reported),
    "portal:give_back": Door(RETURN, "referral", runs, post=302, body=sends(reason="capacity", work_done="some", appointments="none")),
    "portal:reschedule": Door(RESPOND, "referral", begins_later, post=302, body=lambda here, row: {"expected_start": _later()}),
    "portal:progress": Door(RESPOND, "referral", runs, post=302, body=_progress),
    "portal:pause": Door(RESPOND, "referral", runs, post=302, body=_pause),
    "portal:resume": Door(RESPOND, "referral", rests, get=405, post=302),
    "portal:amend": Door(RESPOND, "referral", at("reported"), post=302, body=_reported),
    "portal:assign": Door(RETURN, "referral", runs, post=302, body=_member),
    "portal:related": Door(RECEIVE, "referral", at("opened"), post=302),
    "portal:let_back": Door(LIFT_THERE, "referral", has_related, get=405, post=302, body=_related),
    "portal:tombstone": Door(RECEIVE, "tombstone", post=200),
    "portal:absences": Door(RESPOND, post=200),
    "portal:absence_end": Door(RESPOND, "partner_absence", get=405, post=302),
    "portal:confirm": Door(RESPOND, "tombstone", lambda row: bool(row.must_confirm) and row.confirmed_at is None, get=405, post=302),
    "portal:capacity": Door(CAPACITY),
    "portal:services": Door(PROPOSE),
    "portal:service_propose": Door(PROPOSE, "service", post=302, body=_proposes),
    "portal:service_new": Door(PROPOSE, post=302, body=_new_service),
    "portal:service_new_change": Door(PROPOSE, "own_proposal", is_new, post=302, body=_new_service),
    "portal:hours_propose": Door(PROPOSE, post=302, body=_hours),
    "portal:proposal": Door(PROPOSE, "own_proposal"),
    "portal:proposal_take_back": Door(PROPOSE, "own_proposal", at("proposed"), get=405, post=302),
    "portal:members": Door(LEAD),
    "portal:member_invite": Door(LEAD, post=302, body=sends(name="Nils", email="nils@bryggan.example", role="partner_member", language="sv")),
    "portal:member_remove": Door(LEAD, "member", is_claras_own, post=302),
    "portal:member_invite_again": Door(LEAD, "own_invitation", get=405, post=302),
    "portal:member_revoke": Door(LEAD, "own_invitation", post=302),
    "portal:capacity_state": Door(CAPACITY, "service", get=405, post=302, body=sends(capacity="few")),
}  # fmt: skip

ACCOUNTS = {
    "account_login": Door(OPEN, get=EITHER, post=EITHER),
    "mfa_authenticate": Door(OPEN, get=EITHER, post=EITHER),
    "mfa_login_webauthn": Door(OPEN, get=EITHER, post=EITHER),
    "account_inactive": Door(OPEN),
    "account_join": Door(OPEN, fixed={"token": "no-such-token"}, get=410, post=410),
    "link:door": Door(OPEN, fixed={"token": "no-such-token"}, get=410, post=410),
    "link:again": Door(OPEN, fixed={"token": "no-such-token"}, get=405, post=200),
    "link:referral": Door(OPEN, get=403, post=403),  # behind a link and a code
    "link:accept": Door(OPEN, get=403, post=403),
    "link:ask": Door(OPEN, get=403, post=403),
    "link:decline": Door(OPEN, get=403, post=403),
    "account_logout": Door(OPEN, get=EITHER, post=302),
    # With a provider that this house does not know; with one: tests/config/test_oidc_*.py
    "openid_connect_login": Door(OPEN, fixed={"provider_id": "nobody"}, get=405, post=404),
    "openid_connect_callback": Door(OPEN, fixed={"provider_id": "nobody"}, get=404),
    "account_ended_elsewhere": Door(OPEN, fixed={"provider_id": "nobody"}, get=405, post=404),
    "account_reset_password": Door(OPEN, get=EITHER, post=EITHER),
    "account_reset_password_done": Door(OPEN),
    "account_reset_password_from_key": Door(OPEN, fixed={"uidb36": "1", "key": "set-password"}, get=EITHER, post=EITHER),
    "account_reset_password_from_key_done": Door(OPEN),
    "account_home": Door(USE, get=302, post=302),
    "account_begun": Door(USE),
    "account_log": Door(USE),
    "account_profile": Door(USE, post=302, body=sends(name="Nytt namn", alias="", language="sv", has_shortcuts="on")),
    "account_sign_out_everywhere": Door(USE, get=405, post=302),
    "account_change_password": Door(USE, get=EITHER, post=EITHER),
    "account_set_password": Door(USE, get=EITHER, post=EITHER),
    "account_reauthenticate": Door(USE, get=EITHER, post=EITHER),
    "mfa_reauthenticate": Door(USE, get=EITHER, post=EITHER),
    "mfa_reauthenticate_webauthn": Door(USE, get=EITHER, post=EITHER),
    "usersessions_list": Door(USE, post=EITHER),
    "mfa_index": Door(USE),
    "mfa_activate_totp": Door(USE, get=EITHER, post=EITHER),
    "mfa_deactivate_totp": Door(USE, get=EITHER, post=EITHER),
    "mfa_view_recovery_codes": Door(USE),
    "mfa_generate_recovery_codes": Door(USE, get=EITHER, post=EITHER),
    "mfa_download_recovery_codes": Door(USE),
    "mfa_list_webauthn": Door(USE),
    "mfa_add_webauthn": Door(USE, get=EITHER, post=EITHER),
    "mfa_remove_webauthn": Door(USE, "passkey", lambda row: row.type == "webauthn", post=EITHER),
    "mfa_edit_webauthn": Door(USE, "passkey", lambda row: row.type == "webauthn", post=EITHER, body=sends(name="Ny")),
}  # fmt: skip

API = {
    "api-requests": Door("intake.submit_by_machine", get=405, post=201, body=sends(story="Hjälp.", about="self")),
    "referral-list": Door(LIST),
    "referral-detail": Door(RECEIVE, "referral", at("opened")),
    "referral-open": Door(RESPOND, "referral", at("sent"), get=405, post=200),
    "referral-ask": Door(RESPOND, "referral", at("opened"), get=405, post=200, body=sends(code="scope")),
    "referral-accept": Door(RESPOND, "referral", at("opened"), get=405, post=200, body=sends(reservation=True)),
    "referral-decline": Door(RESPOND, "referral", at("opened"), get=405, post=200, body=sends(reason="capacity")),
    "referral-package": Door(RECEIVE, "referral", runs, get=405, post=200),
    "enclosure-open": Door(RECEIVE, "enclosure", get=405, post=200),
    "referral-conversation": Door(RECEIVE, "referral", converses, get=405, post=200),
    "referral-write": Door(RESPOND, "referral", runs, get=405, post=200, body=sends(text="Ja")),
    "referral-attempt": Door(RESPOND, "referral", may_begin, get=405, post=200, body=sends(way="phone")),
    "referral-start": Door(RESPOND, "referral", may_begin, get=405, post=200),
    "referral-report": Door(RESPOND, "referral", runs, get=405, post=200, body=_results),
    "referral-reschedule": Door(RESPOND, "referral", begins_later, get=405, post=200, body=lambda here, row: {"expected_start": _later()}),
    "referral-progress": Door(RESPOND, "referral", runs, get=405, post=200, body=_steps),
    "referral-pause": Door(RESPOND, "referral", runs, get=405, post=200, body=_pause),
    "referral-resume": Door(RESPOND, "referral", rests, get=405, post=200),
    "referral-amend": Door(RESPOND, "referral", at("reported"), get=405, post=200, body=_results),
    "referral-give-back": Door(RETURN, "referral", runs, get=405, post=200, body=sends(reason="capacity")),
    "fhir-metadata": Door(OPEN),
    "fhir-codes": Door(OPEN, fixed={"slug": "question"}),
    "fhir-elsewhere": Door(OPEN, get=404, post=404, fixed={"anything": "Patient/1"}),
    "fhir-task-list": Door(LIST),
    "fhir-task": Door(RECEIVE, "referral", at("opened")),
    "fhir-request-list": Door(LIST),
    "fhir-request": Door(RECEIVE, "referral", at("opened")),
    "api-cosign": Door("audit.cosign", get=405, post=400),
    "api-schema": Door(OPEN),
}  # fmt: skip

DOORS = PUBLIC | DESK | PORTAL | ACCOUNTS | API


# --- Lists ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class List:
    """A page of rows, the door each leads to, and which of somebody's rows should be on it.

    *is_whole*: everything that opens is theirs, and the other way about.
    """

    name: str
    detail: str
    kind: str
    holds: Callable = field(default=lambda here, who, row: True)
    queries: tuple[str, ...] = ("?page=1", "?page=2", "?page=3")
    fixed: dict = field(default_factory=dict)
    is_whole: bool = True

    def pages(self) -> list[str]:
        return [address(self.name, **self.fixed) + query for query in self.queries]

    def opens(self, visitor, row) -> bool:
        door = DOORS[self.detail]
        url = address(self.detail, pk=row.pk, **self.fixed)
        if door.get == 405:
            return visitor.knock("POST", url, door.body(None, row)).status in (200, 302)
        return visitor.knock("GET", url).status == 200


def _pages(query: str) -> tuple[str, ...]:
    return tuple(f"?{query}&page={number}" for number in (1, 2, 3))


def is_under_way(here, who, row) -> bool:
    return row.status in ("new", "open", "waiting")


def _waits_in_line(here, who, row) -> bool:
    return is_under_way(here, who, row) and row.set_aside_at is None


def _waits_aside(here, who, row) -> bool:
    return is_under_way(here, who, row) and row.set_aside_at is not None


def _is_mine(here, who, row) -> bool:
    """What they have, what they are asked by name to take over, and what was taken back."""
    me = here.actors[who].removeprefix("user/")
    asked = row.offers.filter(status="waiting", to_user=me).exists()
    mine = is_under_way(here, who, row) and (str(row.assigned_to_id) == me or asked)
    return mine or row.no_suspicion_asked_at is not None or is_called(row)


def _differs(here, who, row) -> bool:
    return views_differ(row)


def _is_undecided(here, who, row) -> bool:
    return hasattr(row, "next_step") and row.next_step.is_due


def _waits_for(here, who, row) -> bool:
    return awaits_approval(row) and here.actors[who] != f"user/{row.author_id}"


def _is_person(here, who, row) -> bool:
    return row.role not in ("e_service", "partner_system", "neighbour")


def _is_a_colleague(here, who, row) -> bool:
    """Oneself is on the page, without a way out."""
    return f"user/{row.pk}" != here.actors[who]


AT_WORK = "?_count=100&status=requested,accepted,in-progress,on-hold"  # what is over is a tombstone

LISTS = (
    List("desk:queue", "desk:request", "request", _waits_in_line),
    List("desk:set_aside", "desk:request", "request", _waits_aside),
    List("desk:mine", "desk:request", "request", _is_mine),
    List("desk:referrals", "desk:referral", "referral", queries=_pages("state=all")),
    List("desk:differing", "desk:look_into", "referral", _differs, queries=_pages("show=all"), is_whole=False),
    List("desk:next_steps", "desk:referral_step", "referral", _is_undecided, queries=_pages("show=all"), is_whole=False),
    List("desk:running_services", "desk:service", "service_start", queries=("",)),
    List("desk:concerns", "desk:concern", "concern"),
    List("desk:protected", "desk:named", "shielded"),
    List("desk:protected", "desk:named_concern", "shielded_concern"),
    List("desk:ways", "desk:arrival", "guidance", queries=("",)),
    List("desk:approvals", "desk:approval", "referral", _waits_for, is_whole=False),
    List("portal:inbox", "portal:referral", "referral", has_a_list, queries=_pages("tab=new") + _pages("tab=ours")),
    List("portal:inbox", "portal:tombstone", "tombstone", has_a_list, queries=_pages("tab=ended")),
    List("portal:capacity", "portal:capacity_state", "service", queries=("",)),
    List("portal:services", "portal:service_propose", "service", queries=("",)),
    List("portal:services", "portal:proposal", "own_proposal", queries=("",)),
    List("desk:proposals", "desk:proposal", "proposal", queries=("",)),
    List("portal:members", "portal:member_remove", "member", _is_a_colleague, queries=("",), is_whole=False),
    List("portal:members", "portal:member_revoke", "own_invitation", queries=("",)),
    List("referral-list", "referral-detail", "referral", queries=("",)),
    List("fhir-task-list", "fhir-task", "referral", queries=(AT_WORK,), is_whole=False),
    List("fhir-request-list", "fhir-request", "referral", queries=("?status=active",), is_whole=False),
    List("desk:receivers", "desk:receiver", "receiver", queries=("",)),
    List("desk:contact_requests", "desk:contact_request", "contact_request", queries=("",)),
    List("desk:deviations", "desk:deviation", "deviation", queries=("",)),
    List("desk:threats", "desk:threat", "threat", queries=("",)),
    List("desk:incidents", "desk:incident", "incident", queries=("",)),
    List("desk:extracts", "desk:extract", "extract", queries=("",)),
    List("desk:erasures", "desk:erasure", "erasure", queries=("",)),
    List("desk:disposals", "desk:disposal", "disposal", queries=("",)),
    List("desk:people", "desk:person", "person", _is_person, queries=_pages("state=all"), is_whole=False),
    List("desk:people", "desk:invite_again", "invitation", queries=("",)),
    List("desk:access_reviews", "desk:access_review", "review", queries=("",)),
    List("desk:differences", "desk:repair_access", "difference", queries=("",)),
    List("desk:settings_rows", "desk:setting", "phone", queries=("",), fixed={"section": "phones"}),
)  # fmt: skip
