"""We write down what came by phone, at a visit or on the street."""

from django.shortcuts import render

from audit.guard import guarded
from intake import rights
from intake.forms.portal import RecordForm
from intake.services import registering


@guarded(rights.RECORD)
def record(request):
    """The code is on the answer to this form, and nowhere else: sending it again shows it again."""
    form = RecordForm(request.POST or None)
    told = form.run(registering.record, by=request.user) if form.is_bound else None
    if told is not None:
        return render(request, "intake/desk/recorded.html", {"told": told})
    return render(request, "intake/desk/record.html", {"form": form})
