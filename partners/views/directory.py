from django.shortcuts import render
from django.views.decorators.http import require_safe

from audit.guard import guarded
from partners import rights
from partners.forms.directory import FindForm
from partners.services import directory


@guarded(rights.SEE_DIRECTORY)
@require_safe
def partners(request):
    form = FindForm(request.GET or None)
    sought = form.cleaned_data if form.is_valid() else {}
    return render(
        request, "partners/directory.html", {"form": form, "partners": directory.found(**sought)}
    )
