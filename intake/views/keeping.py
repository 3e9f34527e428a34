"""What somebody wrote is shown once more when the request has left their reach meanwhile."""

from functools import wraps

from django.shortcuts import render

from audit.guard import OutOfReach
from intake.views import facts

WRITTEN = (
    "text", "story", "concern", "child", "reasons", "note", "said", "why_not_alone", "who", "whom",
)  # fmt: skip


def keeps_text(view):
    """404 as ever, and for a row that never was the same – but the text is there to be copied."""

    @wraps(view)
    def kept(request, pk, **more):
        try:
            return view(request, pk, **more)
        except OutOfReach:
            texts = [request.POST[name] for name in WRITTEN if request.POST.get(name)]
            if not texts:
                raise
            context = {"texts": texts, "way_back": facts.way_back(request)}
            return render(request, "intake/desk/gone.html", context, status=404)

    return kept
