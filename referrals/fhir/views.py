"""The addresses under /api/fhir/. The same right, reach and use cases as the ordinary API."""

from django.http import Http404
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import APIView

from audit.guard import PUBLIC
from referrals import rights
from referrals.fhir import capability, codes, outcomes, resources, searching, states, updating
from referrals.models import Tombstone
from referrals.services import reading

TASKS = searching.Statuses(states.UNDER_WAY, states.OVER, states.NEVER)
REQUESTS = searching.Statuses(states.REQUEST_UNDER_WAY, states.REQUEST_OVER, states.REQUEST_NEVER)


JSON, *_ = api_settings.DEFAULT_PARSER_CLASSES


class FhirParser(JSON):
    media_type = "application/fhir+json"


class FhirRenderer(JSONRenderer):
    media_type = "application/fhir+json"


class FhirView(APIView):
    """Speaks FHIR, also when it refuses. It describes itself in metadata, not in our schema."""

    right = rights.RECEIVE
    renderer_classes = [FhirRenderer, JSONRenderer]
    parser_classes = [FhirParser, JSON]
    schema = None

    def get_exception_handler(self):
        return outcomes.answer


class TaskSearch(FhirView):
    right = rights.LIST

    def get(self, request):
        return Response(_search(request, "Task", TASKS, resources.task))


class ServiceRequestSearch(FhirView):
    """The first line of each: no envelope is opened by a list."""

    right = rights.LIST

    def get(self, request):
        listed = resources.service_request
        return Response(_search(request, "ServiceRequest", REQUESTS, listed))


class TaskById(FhirView):
    def get(self, request, pk):
        return _told(resources.task(updating.find(pk, by=request.user)))

    def put(self, request, pk):
        row = updating.update(
            pk, request.data, request.headers.get("If-Match"), by=request.user,
            scopes=request.auth.scopes,
        )  # fmt: skip
        return _told(resources.task(row))


class ServiceRequestById(FhirView):
    """Reading one opens the envelope, as far as it may be seen, and leaves a line."""

    def get(self, request, pk):
        row = updating.find(pk, by=request.user)
        if isinstance(row, Tombstone):
            return _told(resources.service_request(row, {}))
        seen = reading.envelope(pk, by=request.user)
        return _told(resources.service_request(row, seen.codes))


class Metadata(FhirView):
    """Open: it says what there is, and nothing about anybody."""

    right, authentication_classes = PUBLIC, []

    def get(self, request):
        return Response(capability.statement())


class CodeSystemById(FhirView):
    right, authentication_classes = PUBLIC, []

    def get(self, request, slug):
        if slug not in codes.LISTS:
            raise Http404
        return Response(codes.code_system(slug))


class Elsewhere(FhirView):
    """Whatever else FHIR has: we do not, and say so in its own words."""

    right, authentication_classes = PUBLIC, []

    def initial(self, request, *args, **kwargs):
        raise Http404


def _search(request, kind: str, statuses: searching.Statuses, told) -> dict:
    search = searching.read(request.query_params, statuses)
    page, after = searching.found(search, request.user)
    return searching.bundle(kind, search, [told(row) for row in page], after)


def _told(resource: dict) -> Response:
    headers = {"ETag": resources.etag(resource)}
    return Response(resource, headers=headers)
