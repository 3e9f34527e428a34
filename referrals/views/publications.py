"""What is made public: an administrator looks at a quarter, and gives it to everybody, once."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.guard import guarded
from referrals import open_figures, periods, rights
from referrals.forms.desk import PlainForm
from referrals.forms.figures import said
from referrals.models import Publication
from referrals.services import publishing


@guarded(rights.PUBLISH)
@require_safe
def publications(request):
    made = {one.quarter: one for one in Publication.objects.all()}
    recent = [one.code for one in publishing.ended_quarters()]
    codes = recent + [code for code in made if code not in recent]
    rows = [(code, said(periods.named(code)), made.get(code)) for code in codes]
    return render(request, "referrals/desk/publications.html", {"rows": rows})


@guarded(rights.PUBLISH)
@require_safe
def publication(request, quarter):
    """What everybody sees, or would see."""
    return _page(request, _period(quarter), PlainForm())


@guarded(rights.PUBLISH)
@require_POST
def publish(request, quarter):
    form = PlainForm(request.POST)
    if form.run(publishing.publish, quarter=quarter, by=request.user):
        messages.success(request, _("Made public."))
        return redirect("desk:publication", quarter)
    return _page(request, _period(quarter), form)


@guarded(rights.PUBLISH)
@require_POST
def hide(request, pk):
    made = publishing.hide(pk, by=request.user)
    messages.success(request, _("Hidden."))
    return redirect("desk:publication", made.quarter)


@guarded(rights.PUBLISH)
@require_POST
def show(request, pk):
    made = publishing.show(pk, by=request.user)
    messages.success(request, _("Made public."))
    return redirect("desk:publication", made.quarter)


def _period(quarter: str) -> periods.Period:
    """One that has ended. One under way, looked at day by day, would tell of one person a day."""
    period = periods.named(quarter)
    if period is None or not publishing.has_ended(period):
        raise Http404
    return period


def _page(request, period, form):
    made = Publication.objects.filter(quarter=period.code).first()
    blocks = made.blocks if made else publishing.blocks_of(period)
    context = {
        "quarter": period.code, "title": said(period), "made": made, "form": form,
        "lines": open_figures.lines(blocks, open_figures.names(blocks)),
        "total": sum(blocks.values()),
    }  # fmt: skip
    return render(request, "referrals/desk/publication.html", context)
