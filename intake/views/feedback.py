"""How it was: asked in the mailbox, shown to those who work here as numbers."""

from django.db import DatabaseError
from django.shortcuts import render
from django.utils import timezone

from audit.guard import guarded
from intake import arena_counts, rights, survey_results, tickets
from intake.forms.feedback import FeedbackForm
from intake.services import rating
from intake.views.door import with_receipt
from intake.views.page import show


@with_receipt
def feedback(request, resident):
    """Five questions, none a must."""
    is_sent = request.method == "POST" and "language" not in request.POST
    if is_sent:
        form = FeedbackForm(request.POST)
    else:
        form = FeedbackForm(initial={"ticket": tickets.new(), **request.POST.dict()})
    values, status = {"form": form}, 200
    try:
        values["thanks"] = bool(is_sent and form.run(rating.rate, resident))
    except DatabaseError:
        values["trouble"], status = True, 503
    return show(request, "intake/mailbox/feedback.html", values, status=status)


@guarded(rights.SEE_QUEUE)
def figures(request):
    """The latest quarters that have ended. Small numbers are not shown."""
    quarters = survey_results.quarters(timezone.localdate())
    shown = [(first, _answered(first), arena_counts.by_arena(first)) for first in quarters]
    return render(request, "intake/desk/feedback.html", {"quarters": shown})


def _answered(quarter) -> list[survey_results.Result]:
    return [one for one in survey_results.results(quarter) if one.answered]
