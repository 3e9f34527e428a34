"""The ways past the form: danger now, a child that is harmed, services one may simply go to."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from audit.guard import open_to_all
from intake.models import Door
from intake.services import counting, greeting
from intake.views.page import lang, show
from partners.forms.open_services import OpenServicesForm
from partners.languages import joined
from partners.models import Mode, said
from partners.services import cataloguing, directory

OLDEST = 120  # nobody is too old
NO_CONSENT_FROM = 15
WRITTEN = {
    Mode.ADVICE: gettext_lazy("Only that it took place. Nothing about you."),
    Mode.IDENTITY_EXEMPT: gettext_lazy("What happened, but never who you are."),
    Mode.FULL: gettext_lazy("Who you are, and what happened."),
}


@open_to_all
@csrf_exempt  # it borrows nobody's authority: it counts one, and shows a page
@require_POST
def go(request, door: str):
    """Through one of the ways. It is counted by code and day; the page opens without it, too."""
    if door not in Door.values:
        raise Http404
    counting.count(door)
    return redirect(reverse(f"public:{door}") + lang(request))


@open_to_all
@require_safe
def now(request):
    """Whom to call, with nothing to fill in."""
    front = greeting.front()
    return show(request, "intake/public/now.html", {"helplines": front.helplines()}, front=front)


@open_to_all
@require_safe
def child(request):
    """How anybody reports that a child is being harmed (SoL 19:4: everybody ought to)."""
    front = greeting.front()
    values = {"phones": front.phones_for_a_child(timezone.now())}
    return show(request, "intake/public/child.html", values, front=front)


@open_to_all
@require_safe
def services(request):
    """What one may go to without asking, and what the board lets us give to anybody who asks.

    What is looked for stands in the address, nowhere else. What is given on asking is looked for
    by age alone: the rest is found out together.
    """
    form = OpenServicesForm(request.GET or None)
    sought = form.cleaned_data if form.is_valid() else {}
    found = [(service, _facts(service)) for service in directory.open_services(**sought)]
    age = sought.get("age")
    on_offer = cataloguing.on_offer(age=age)
    is_young = age is None or age < NO_CONSENT_FROM
    values = {
        "form": form, "services": found, "is_filtered": any(request.GET.dict().values()),
        "catalogue": [(service, _catalogued(service)) for service in on_offer],
        "asks_guardians": is_young and any(one.from_age < NO_CONSENT_FROM for one in on_offer),
    }  # fmt: skip
    return show(request, "intake/public/services.html", values)


def _facts(service) -> list[tuple]:
    """What one needs to know to go there; what is not known is left out."""
    areas = joined(area.name for area in service.areas.all())
    known = [
        (_("Age"), _ages(service)),
        (_("Where"), areas or _("The whole municipality")),
        (_("Address"), service.whole_address),
        (_("How to come"), said(service.how_to_come)),
        (_("Opening hours"), said(service.hours)),
        (_("Cost"), said(service.cost)),
        (_("Languages"), joined(service.spoken)),
        (_("Accessibility"), joined(service.accesses)),
        (_("By whom"), service.organisation.name),
    ]
    if service.capacity_now() == service.Capacity.FULL:
        known.append((_("Room"), service.capacity_label()))
    return [(label, value) for label, value in known if value]


def _catalogued(service) -> list[tuple]:
    """What one needs to know before one asks for it."""
    known = [
        (_("Age"), _ages(service)),
        (_("How much"), _times(service.talks)),
        (_("What we write down"), WRITTEN[service.mode]),
        (_("By whom"), service.provider.name),
    ]
    return [(label, value) for label, value in known if value]


def _times(most: int | None) -> str:
    if most is None:
        return ""
    return ngettext("At most %(count)d time", "At most %(count)d times", most) % {"count": most}


def _ages(service) -> str:
    told = {"first": service.from_age, "last": service.to_age}
    if service.from_age and service.to_age < OLDEST:
        return _("%(first)s to %(last)s years") % told
    if service.from_age:
        return _("From %(first)s years") % told
    return _("Up to %(last)s years") % told if service.to_age < OLDEST else _("All ages")
