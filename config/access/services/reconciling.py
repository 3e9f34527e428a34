"""Every night what is granted is compared with what should be. Nothing is repaired by itself."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, outbox, trail
from audit.actors import CLOCK
from audit.guard import OutOfReach
from audit.reconciling import Difference
from audit.trail import name_of
from config.access.checks import POLICY
from config.access.models import Comparison, FoundDifference
from config.accounts import rights
from config.accounts.models import User

DIFFERS = "config.access.DIFFERS"


@trail.act
def compare(*, by=CLOCK) -> int:
    """Look at everything, and say what differs: in the list, in the log, and to whoever answers
    for it – once for each difference. Returns how many there are.
    """
    guard.require(by, rights.SEE_DIFFERENCES)
    found = {one for check in POLICY.values() for one in check.find()}
    known = {Difference(one.kind, one.row, one.whom): one for one in FoundDifference.objects.all()}
    for difference, row in known.items():
        if difference not in found:
            row.delete()
    new = sorted(found - set(known), key=lambda one: (one.kind, one.row, one.whom))
    for one in new:
        FoundDifference.objects.create(kind=one.kind, row=one.row, whom=one.whom)
        trail.record(by, "access.differ", one.row, kind=one.kind, whom=one.whom or None)
    trail.record(by, "access.compare", "access/policy", differences=len(found), new=len(new))
    Comparison.objects.update_or_create(pk=1, defaults={"at": timezone.now()})
    if new:
        _tell(by)
    return len(found)


@trail.act
def repair(pk, *, by) -> bool:
    """The one right repair for its kind. False: it was right again already, nothing was done."""
    guard.require(by, rights.REPAIR)
    row = FoundDifference.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise OutOfReach
    difference, check = Difference(row.kind, row.row, row.whom), POLICY[row.kind]
    if difference.row == name_of(by):
        raise ValidationError(
            _("Nobody changes their own access. Ask another administrator."), code="own_account"
        )
    row.delete()
    if difference not in check.find():
        return False
    check.repair(difference, by)
    trail.record(by, "access.repair", row.row, kind=row.kind, whom=row.whom or None)
    return True


def _tell(by) -> None:
    """Whoever may see the list: administrators and log reviewers."""
    for user in User.objects.filter(is_active=True):
        if user.may_sign_in and user.has_perm(rights.SEE_DIFFERENCES):
            outbox.post(user, DIFFERS, about="access/policy", by=by)
