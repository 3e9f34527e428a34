"""The plain pages for refusals that no view caught; machines get the same as JSON."""

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def forbidden(request, exception=None):
    return render(request, "403.html", status=403)


def not_found(request, exception=None):
    if request.path.startswith("/api/"):
        answer = {"code": "not_found", "detail": _("There is nothing here.")}
        return JsonResponse(answer, status=404)
    return render(request, "404.html", status=404)


def broken(request):
    return render(request, "500.html", status=500)
