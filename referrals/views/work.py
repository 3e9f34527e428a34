"""The partner's work from yes to the report: contact, progress, pauses, and what is handed back."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from audit.guard import guarded
from referrals import rights
from referrals.forms.portal import AssignForm, GiveBackForm
from referrals.forms.work import (
    AttemptForm,
    PauseForm,
    ProgressForm,
    ReportForm,
    RescheduleForm,
    StartForm,
)
from referrals.lifecycle import Status
from referrals.services import following_up, pausing, reading, reporting, starting, trying
from referrals.views.ended import or_what_remains
from referrals.views.portal import PURPOSE, answered, page, reached
from referrals.views.posting import posted


def _opened(request, pk):
    """Goals are words, so showing them leaves a line."""
    opened = reading.open_package(pk, by=request.user, purpose=PURPOSE)
    return opened.referral, [(goal, text) for goal, text in opened.goals]


@guarded(rights.RESPOND)
@or_what_remains
def attempt(request, pk):
    """How and when they tried, beside the person's own rules. What breaks them does not count."""
    form = AttemptForm(posted(request))
    if form.is_bound and form.run(trying.attempt, pk, by=request.user):
        messages.success(request, _("Noted: you have tried to reach the person."))
        return redirect("portal:package", pk)
    row, now = trying.prepare(pk, by=request.user)
    return page(request, "attempt", row, form=form, rules=now.rules, rules_changed=now.have_changed)


@guarded(rights.RESPOND)
@or_what_remains
def start(request, pk):
    """On which day they were first in touch with the person."""
    row, form = reached(request, pk), StartForm(posted(request))
    note = _("Started. Good luck with the work.")
    return answered(request, row, form, following_up.start, note, "start", to="portal:package")


@guarded(rights.RESPOND)
@or_what_remains
def report(request, pk):
    """How it went, goal by goal."""
    row, goals = _opened(request, pk)
    form = ReportForm(posted(request), goals=goals, has_started=row.status == Status.ACTIVE)
    note = _("Reported. The social services confirm, and then it ends.")
    return answered(request, row, form, reporting.report, note, "report", to="portal:package")


@guarded(rights.RESPOND)
@or_what_remains
def amend(request, pk):
    """The report once more, with what was said filled in – also as an answer to our objection."""
    row, goals = _opened(request, pk)
    form = ReportForm(posted(request), goals=goals, has_started=True, said=row)
    note = _("Changed. What you said before is kept as well.")
    return answered(request, row, form, reporting.amend, note, "report", to="portal:package")


@guarded(rights.RESPOND)
@or_what_remains
def progress(request, pk):
    row, goals = _opened(request, pk)
    form = ProgressForm(posted(request), goals=goals)
    note = _("Thank you. The social services see how far it has come.")
    return answered(request, row, form, reporting.progress, note, "progress", to="portal:package")


@guarded(rights.RESPOND)
@or_what_remains
def pause(request, pk):
    row, form = reached(request, pk), PauseForm(posted(request))
    note = _("Paused. Your time stands still until you go on.")
    return answered(request, row, form, pausing.pause, note, "pause", to="portal:package")


@guarded(rights.RESPOND)
@require_POST
@or_what_remains
def resume(request, pk):
    pausing.resume(pk, by=request.user)
    messages.success(request, _("The pause has ended."))
    return redirect("portal:package", pk)


@guarded(rights.RESPOND)
@or_what_remains
def reschedule(request, pk):
    row, form = reached(request, pk), RescheduleForm(posted(request))
    if not form.is_bound:
        starting.require_movable(row)  # the page names the day that is moved
    note = _("The day has been moved. The social services tell the person.")
    return answered(request, row, form, starting.reschedule, note, "reschedule")


@guarded(rights.RETURN)
@or_what_remains
def give_back(request, pk):
    row = reached(request, pk)
    form = GiveBackForm(posted(request), organisation=row.to)
    note = _("Handed back. The social services take over again.")
    to = "portal:home"
    return answered(request, row, form, following_up.give_back, note, "give_back", to=to)


@guarded(rights.RETURN)
@or_what_remains
def assign(request, pk):
    row = reached(request, pk)
    form = AssignForm(posted(request), members=following_up.members(row))
    note = _("Noted who takes care of it.")
    return answered(request, row, form, following_up.assign, note, "assign", to="portal:package")
