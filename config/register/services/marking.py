"""Marking something as confidential: by which provision, since when, by which authority (OSL 5:5).

A marking warns whoever is asked for the document. It decides nothing, and nothing opens or closes
by it.
"""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, trail
from config.register.models import Marking, Provision
from config.retention.own import Own
from intake import rights
from intake.models import ConcernReport, HelpRequest
from intake.services.reading import CONCERN

TWICE = _("It is marked by this provision already.")
NO_PROVISION = _("Choose a provision that is in force.")
NO_MARKING = _("There is no such marking any more.")


@trail.act
def mark_request(pk, *, provision: str, by) -> Marking:
    """*provision*: its code."""
    rows = HelpRequest.objects.without_words()
    return _mark(guard.hold(rows, pk, by=by, right=rights.TRIAGE), provision, by=by)


@trail.act
def mark_concern(pk, *, provision: str, by) -> Marking:
    rows = ConcernReport.objects.defer(*CONCERN)
    return _mark(guard.hold(rows, pk, by=by, right=rights.READ_CONCERN), provision, by=by)


@trail.act
def lift_from_request(pk, *, marking_pk, by) -> Marking:
    """It need not be marked any more. That it was, and when, stays."""
    rows = HelpRequest.objects.without_words()
    return _lift(guard.hold(rows, pk, by=by, right=rights.TRIAGE), marking_pk, by=by)


@trail.act
def lift_from_concern(pk, *, marking_pk, by) -> Marking:
    rows = ConcernReport.objects.defer(*CONCERN)
    return _lift(guard.hold(rows, pk, by=by, right=rights.READ_CONCERN), marking_pk, by=by)


@trail.act
def mark_own(pk, *, own: Own, provision: str, by) -> Marking:
    """A record of our own, which anybody may ask for as well."""
    return _mark(guard.hold(own.model.objects, pk, by=by, right=own.right), provision, by=by)


@trail.act
def lift_from_own(pk, *, own: Own, marking_pk, by) -> Marking:
    return _lift(guard.hold(own.model.objects, pk, by=by, right=own.right), marking_pk, by=by)


# --- Steps ---------------------------------------------------------------------------------------


def on(row) -> list[Marking]:
    """What is in force, the first first."""
    found = Marking.objects.filter(about=trail.name_of(row), lifted_at=None)
    return list(found.select_related("provision", "made_by"))


def _mark(row, code: str, *, by) -> Marking:
    provision = Provision.in_force(timezone.localdate()).get(code)
    if provision is None:
        raise ValidationError({"provision": ValidationError(NO_PROVISION, code="no_provision")})
    if any(one.provision.code == code for one in on(row)):
        raise ValidationError({"provision": ValidationError(TWICE, code="twice")})
    marking = Marking.objects.create(
        about=trail.name_of(row), provision=provision, authority=by.organisation.name, made_by=by
    )
    trail.record(by, f"{row._meta.model_name}.mark", row, provision=code)
    return marking


def _lift(row, marking_pk, *, by) -> Marking:
    found = Marking.objects.select_for_update().filter(about=trail.name_of(row), lifted_at=None)
    marking = found.filter(pk=marking_pk).first()
    if marking is None:
        raise ValidationError(NO_MARKING, code="no_marking")
    marking.lifted_at, marking.lifted_by = timezone.now(), by
    marking.save()
    trail.record(by, f"{row._meta.model_name}.unmark", row, provision=marking.provision.code)
    return marking
