"""We write down what came by phone, at a visit or on the street."""

from django.shortcuts import render

from audit.guard import guarded
from intake import drafts, rights
from intake.forms.outreach import OutreachForm
from intake.forms.portal import RecordForm
from intake.models import Channel
from intake.services import registering
from intake.views.drafts import begun, keeps_draft


@guarded(rights.RECORD)
@keeps_draft(drafts.RECORD)
def record(request):
    """The code is on the answer to this form, and nowhere else: sending it again shows it again."""
    form = RecordForm(request.POST or None)
    told = form.run(registering.record, by=request.user) if form.is_bound else None
    if told is not None:
        return render(request, "intake/desk/recorded.html", {"told": told})
    more = begun(request, drafts.RECORD, request.user, form)
    return render(request, "intake/desk/record.html", {"form": form, **more})


@guarded(rights.RECORD)
def outreach(request):
    """A note from the street. The place may stand in the address: a bookmark keeps it at hand."""
    at_hand = {"arena": request.GET.get("arena", "")}
    form = OutreachForm(request.POST or None, initial=at_hand)
    told = None
    if form.is_bound:
        told = form.run(registering.record, channel=Channel.OUTREACH, by=request.user)
    if told is not None:
        shown = {"told": told, "again": request.get_full_path()}
        return render(request, "intake/desk/recorded.html", shown)
    return render(request, "intake/desk/outreach.html", {"form": form})
