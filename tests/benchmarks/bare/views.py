"""Two yardsticks on the same server: a bare view as small as can be, and one like ours."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from audit.guard import open_to_all
from intake.forms.public import RequestForm
from intake.models import About, AgeBand
from tests.benchmarks.bare.models import Row

KEPT = ("story", "about", "age_band")


class SmallForm(forms.Form):
    story = forms.CharField(max_length=20_000)
    about = forms.ChoiceField(choices=About)
    age_band = forms.ChoiceField(choices=AgeBand)


@open_to_all
@csrf_exempt
def smallest(request):
    """Three fields, one row, two letters for an answer."""
    form = SmallForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    Row.objects.create(**form.cleaned_data)
    return HttpResponse("ok")


@open_to_all
@csrf_exempt
def insert(request):
    """The public form's own fields, one row in the clear, and a page that says thank you."""
    form = RequestForm(request.POST, areas=[("north", "North")])
    if not form.is_valid():
        return HttpResponse(status=400)
    row = Row.objects.create(**{name: form.cleaned_data[name] for name in KEPT})
    return render(request, "bare/done.html", {"row": row})
