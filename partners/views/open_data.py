"""The directory as open data: read-only, the same for everybody, where HSDS says it is."""

from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from audit.guard import open_to_all
from partners.forms.exchange import SoughtForm, SoughtServicesForm
from partners.hsds import giving_out, schema
from partners.hsds.giving_out import House
from partners.models import Municipality
from partners.services import publishing

PER_PAGE = 50
PROFILE = "https://docs.openreferral.org/"
OPENAPI = "https://raw.githubusercontent.com/openreferral/specification/3.2/schema/openapi.json"
HEADERS = {"Cache-Control": "public, max-age=300", "Access-Control-Allow-Origin": "*"}


@open_to_all
@require_safe
def about(request):
    _require_open()
    name = Municipality.objects.values_list("name", flat=True).first()
    return _answer({
        "version": schema.VERSION, "profile": PROFILE, "openapi_url": OPENAPI,
        "publisher": {
            "name": name, "website": request.build_absolute_uri(reverse("public:start")),
        },
    })  # fmt: skip


@open_to_all
@require_safe
def services(request):
    house = House.now()

    def told(row, full):
        record = giving_out.service(row, house, openly=True)
        return record if full else schema.one_to_one(schema.SERVICE, record)

    return _page(request, SoughtServicesForm(request.GET), publishing.sought_services, told)


@open_to_all
@require_safe
def service(request, hsds_id):
    _require_open()
    row = publishing.services().filter(hsds_id=hsds_id).first()
    if row is None:
        raise Http404
    return _answer(giving_out.service(row, House.now(), openly=True))


@open_to_all
@require_safe
def organisations(request):
    def told(row, full):
        record = giving_out.organisation(row, openly=True)
        return record if full else schema.one_to_one(schema.ORGANISATION, record)

    return _page(request, SoughtForm(request.GET), publishing.sought_organisations, told)


@open_to_all
@require_safe
def organisation(request, hsds_id):
    _require_open()
    row = publishing.organisations().filter(hsds_id=hsds_id).first()
    if row is None:
        raise Http404
    return _answer(giving_out.organisation(row, openly=True))


def _require_open() -> None:
    if not publishing.is_open():
        raise Http404


def _answer(told: dict, status: int = 200) -> JsonResponse:
    shown = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(told, status=status, json_dumps_params=shown, headers=HEADERS)


def _page(request, form, find, told) -> JsonResponse:
    """A page as HSDS draws it. What makes no sense is said, with the name of the field."""
    _require_open()
    if not form.is_valid():
        return _answer({"errors": form.errors.get_json_data()}, status=400)
    sought = form.cleaned_data
    number, full = sought.pop("page") or 1, sought.pop("full")
    size, minimal = sought.pop("per_page") or PER_PAGE, sought.pop("minimal", False)
    rows = find(**sought)
    pages = Paginator(rows, max(rows.count(), 1) if minimal else size)
    shown = pages.page(number).object_list if number <= pages.num_pages else []
    contents = [told(row, full) for row in shown]
    if minimal:
        names = ("id", "last_modified")
        contents = [{name: one[name] for name in names} for one in contents]
    return _answer({
        "total_items": pages.count, "total_pages": pages.num_pages, "page_number": number,
        "size": len(contents), "first_page": number == 1,
        "last_page": number >= pages.num_pages, "empty": not contents, "contents": contents,
    })  # fmt: skip
