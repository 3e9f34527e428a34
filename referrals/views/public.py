"""For anybody: how it went with what partners were asked. Numbers that point at nobody."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from audit.guard import open_to_all
from intake.views.page import show
from referrals import open_figures, periods
from referrals.forms.figures import said
from referrals.forms.public import OpenFiguresForm
from referrals.models import Publication


@open_to_all
@require_safe
def figures(request):
    made = {one.quarter: one for one in Publication.objects.filter(is_shown=True)}
    if not made:
        return show(request, "referrals/public/figures.html")
    called = open_figures.names(*(one.blocks for one in made.values()))
    quarters = [(code, said(periods.named(code))) for code in made]
    form = OpenFiguresForm(request.GET, quarters=quarters, called=called)
    quarter = form.chosen_quarter()
    found = open_figures.lines(made[quarter].blocks, called, form.asked())
    values = {
        "form": form,
        "quarter": quarter,
        "endings": open_figures.by_ending(found),
        "together": sum(one.many for one in found),
        "whole": sum(made[quarter].blocks.values()),
    }
    return show(request, "referrals/public/figures.html", values)


@open_to_all
@require_safe
def as_csv(request, quarter: str):
    made = Publication.objects.filter(quarter=quarter, is_shown=True).first()
    if made is None:
        raise Http404
    response = HttpResponse(
        open_figures.as_csv(quarter, made.blocks), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{quarter}.csv"'
    return response
