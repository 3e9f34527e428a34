"""Where the municipality turns answering without an account on and off, for each partner."""

import segno
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.guard import guarded
from partners import rights
from partners.forms.code import AppCodeForm
from partners.services import registering_app


@guarded(rights.CONFIGURE)
@require_safe
def code_apps(request):
    return render(request, "partners/code_apps.html", {"partners": registering_app.partners()})


@guarded(rights.CONFIGURE)
def code_app(request, pk):
    """One partner: how it stands, and the code that proves that their app works."""
    partner = get_object_or_404(registering_app.partners(), pk=pk)
    form = AppCodeForm(request.POST or None)
    if form.is_bound and form.run(registering_app.confirm, pk, by=request.user):
        messages.success(request, _("It works. From now on a link comes with every notice."))
        return redirect("desk:code_app", pk)
    app = getattr(partner, "code_app", None)
    shown = {"partner": partner, "app": app, "form": form, "facts": _facts(partner, app)}
    return render(request, "partners/code_app.html", shown)


@guarded(rights.CONFIGURE)
@require_POST
def register(request, pk):
    """The answer to the form is the only page that ever shows the secret."""
    registered = registering_app.register(pk, by=request.user)
    shown = {
        "partner": registered.app.organisation, "registered": registered, "form": AppCodeForm(),
        "square": segno.make(registered.address, error="m", micro=False).svg_data_uri(
            border=4, omitsize=True
        ),
    }  # fmt: skip
    return render(request, "partners/code_app_registered.html", shown)


@guarded(rights.CONFIGURE)
@require_POST
def remove(request, pk):
    registering_app.remove(pk, by=request.user)
    messages.success(request, _("Turned off. They sign in from now on."))
    return redirect("desk:code_app", pk)


def _facts(partner, app) -> list[tuple]:
    """Where links go, since when – and whether anybody there can read what is told afterwards."""
    people = partner.members.filter(is_active=True).count()
    nobody = _("None: they can answer, and nobody there can read what is told. Invite somebody.")
    rows = [(_("Their mailbox"), partner.email or "–")]
    rows.append((_("People there with an account"), people or nobody))
    if app:
        rows.append((_("Registered"), date_format(app.registered_at, "SHORT_DATE_FORMAT")))
    if app and app.confirmed_at:
        rows.append((_("Tried out"), date_format(app.confirmed_at, "SHORT_DATE_FORMAT")))
    return rows
