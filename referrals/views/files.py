"""Pictures and PDFs of a package, each at an address of its own: for us, and for the partner."""

from django.views.decorators.http import require_safe

from audit.guard import guarded
from audit.serving import serve
from intake.models import Purpose
from intake.services import viewing
from referrals import rights
from referrals.services import reading


@guarded(rights.SEND)
@require_safe
def offered(request, pk):
    """Look at what might go along, beside the form. The person sees that somebody did."""
    return serve(viewing.view(pk, by=request.user, purpose=Purpose.REFERRAL))


@guarded(rights.SEND)
@require_safe
def ours(request, pk):
    """The copy that a partner was given, or is to be given."""
    return serve(reading.open_own_file(pk, by=request.user, purpose=Purpose.REFERRAL))


@guarded(rights.RECEIVE)
@require_safe
def theirs(request, pk):
    """To the partner: from accepting until the report, and no longer."""
    return serve(reading.open_file(pk, by=request.user, purpose=Purpose.REFERRAL))
