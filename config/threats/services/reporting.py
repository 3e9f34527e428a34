"""A threat is reported by anybody who works here, in a minute, for themselves or for a colleague.

What shows it is put apart at once, where only the entrusted open it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import erased, guard, outbox, trail, vault
from audit.references import new_reference
from config.threats import drafts, rights
from config.threats.codes import Kind, Way
from config.threats.models import Entrusted, Evidence, Threat, ThreatPolicy
from config.threats.services import shielding
from intake import words
from intake.cleaning import File
from intake.models import ConcernReport, HelpRequest
from intake.services import protecting, saving_drafts
from intake.services.attaching import LONGEST_NAME
from partners.models import Team

NOT_YET = _("This moment has not come yet.")
NO_KIND = _("Say what happened.")
NO_WAY = _("Say how it came.")
NOT_HERE = _("Choose somebody who works here.")
NO_SUCH = _("There is no request with this number that you reach. Leave it empty if unsure.")
EMPTY = _("Write the exact words, or choose a picture or a PDF.")


@trail.act
def report(
    *, kind: str, way: str, what: str, happened_at: datetime, by, against_pk: int | None = None,
    reference: str = "",
) -> Threat:  # fmt: skip
    """*against_pk*: whom; nobody, where it was against the whole workplace.

    The leads of that person's team and the entrusted are told. Where the setting says so, the
    name is hidden from residents from this moment.
    """
    guard.require(by, rights.REPORT)
    _require_sense(kind, way, happened_at)
    policy, against = ThreatPolicy.current(), _colleague(against_pk)
    row = Threat(
        kind=kind, way=way, happened_at=happened_at, reported_by=by, against=against,
        reference=new_reference(), about=_about(reference, by), unit=_unit(against or by),
        follow_up_on=policy.follow_up_after(timezone.localdate()),
    )  # fmt: skip
    vault.seal(row, what=words.required(what))
    row.save()
    trail.record(by, "threat.report", row, kind=kind, against=against and against.pk)
    saving_drafts.drop(drafts.REPORT, by, {"what": what}, by=by)
    if against and policy.shields_at_once and not against.shielded_at:
        shielding.put_on(against, "", row, by=by)
    for one in told(row):
        outbox.post(one, "config.threats.REPORTED", about=row, by=by)
    return row


@trail.act
def add_evidence(pk, *, by, text: str = "", files: Sequence[File] = ()) -> list[Evidence]:
    """The exact words, and pictures or PDFs: each sealed under a key of its own, and kept apart."""
    threat = guard.hold(Threat.objects.defer("what"), pk, by=by, right=rights.REPORT)
    erased.require_not(threat)
    text = words.optional(text)
    if not text and not files:
        raise ValidationError({"text": ValidationError(EMPTY, code="no_evidence")})
    added = [_written(threat, text, by)] if text else []
    added += [_filed(threat, one, by) for one in files]
    for row in added:
        trail.record(by, "evidence.add", row, threat=threat.pk, kind=row.kind or "text")
    saving_drafts.drop(drafts.EVIDENCE, threat, {"text": text}, by=by)
    return added


def may_be_named() -> list:
    """Whom a threat can be against: everybody of ours with an account."""
    people = get_user_model().objects.filter(organisation__is_ours=True, is_active=True)
    return list(people.order_by("name", "pk"))


# --- Steps: they expect to be inside a use case --------------------------------------------------


def told(threat: Threat) -> list:
    """The leads of the team – of all where there is none – and the entrusted: each once."""
    leads = protecting.leads_of(threat.unit, rights.KEEP)
    entrusted = Entrusted.objects.today().select_related("user")
    apart = [one.user for one in entrusted if one.user.has_perm(rights.EVIDENCE)]
    return list(dict.fromkeys([*leads, *apart]))


def _require_sense(kind: str, way: str, happened_at: datetime) -> None:
    if happened_at > timezone.now():
        raise ValidationError({"happened_at": ValidationError(NOT_YET, code="future")})
    if kind not in Kind.values:
        raise ValidationError({"kind": ValidationError(NO_KIND, code="no_kind")})
    if way not in Way.values:
        raise ValidationError({"way": ValidationError(NO_WAY, code="no_way")})


def _colleague(pk: int | None):
    if pk is None:
        return None
    found = next((one for one in may_be_named() if one.pk == pk), None)
    if found is None:
        raise ValidationError({"against_pk": ValidationError(NOT_HERE, code="not_here")})
    return found


def _unit(user):
    team = Team.objects.filter(group__in=guard.groups_of(user)).select_related("group").first()
    return team and team.group


def _about(reference: str, by) -> str:
    """The key of the request that it came from. Only within the reporter's reach is it known."""
    reference = reference.strip().upper()
    if not reference:
        return ""
    for model in (HelpRequest, ConcernReport):
        row = model.objects.visible_to(by).filter(reference=reference).only("pk").first()
        if row is not None:
            return trail.name_of(row)
    raise ValidationError({"reference": ValidationError(NO_SUCH, code="no_such_reference")})


def _written(threat: Threat, text: str, by) -> Evidence:
    row = Evidence(threat=threat, added_by=by)
    vault.seal(row, text=text, name="")
    row.save()
    return row


def _filed(threat: Threat, file: File, by) -> Evidence:
    row = Evidence(
        threat=threat, added_by=by, kind=file.cleaned.kind, size=len(file.cleaned.contents)
    )
    name = words.cleaned(file.name).strip()[:LONGEST_NAME]
    vault.seal_file(row, file.cleaned.contents, text="", name=name)
    row.save(force_insert=True)
    return row
