"""Where an administrator issues, lists and revokes keys for machines."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from audit.guard import guarded
from config.accounts.rights import ISSUE_TOKENS
from config.api import issuing
from config.api.forms import IssueForm
from config.api.models import MachineToken


@guarded(ISSUE_TOKENS)
def tokens(request):
    return render(request, "api/tokens.html", {"tokens": MachineToken.objects.for_the_list()})


@guarded(ISSUE_TOKENS)
def issue(request):
    """The answer to the form is the only page that ever shows the key."""
    form = IssueForm(request.POST or None)
    issued = form.run(issuing.issue, by=request.user) if form.is_bound else None
    if issued:
        return render(request, "api/issued.html", {"issued": issued})
    return render(request, "api/issue.html", {"form": form})


@guarded(ISSUE_TOKENS)
@require_POST
def revoke(request, pk):
    issuing.revoke(pk, by=request.user)
    messages.success(request, _("The key opens nothing any more."))
    return redirect("desk:tokens")
