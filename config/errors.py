"""A refusal without a form becomes a page that says why. One place for all of them."""

from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.shortcuts import render

from audit.trail import TrailUnwritable
from audit.vault import DoesNotOpen, Erased, NoPrivateKey


class RefusalMiddleware:
    """409 for what cannot be done now, 410 for what is erased, 503 when we cannot work safely."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, refusal):
        if request.path.startswith("/api/"):
            return None
        if isinstance(refusal, ValidationError):
            return render(request, "409.html", {"reasons": refusal.messages}, status=409)
        if isinstance(refusal, Erased):
            return render(request, "410.html", status=410)
        if isinstance(refusal, TrailUnwritable | NoPrivateKey | DoesNotOpen | DatabaseError):
            return render(request, "503.html", status=503)
        return None
