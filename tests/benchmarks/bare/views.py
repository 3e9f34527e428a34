from django import forms
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from audit.guard import open_to_all
from intake.models import About, AgeBand
from tests.benchmarks.bare.models import Row


class RowForm(forms.Form):
    story = forms.CharField(max_length=20_000)
    about = forms.ChoiceField(choices=About)
    age_band = forms.ChoiceField(choices=AgeBand)


@open_to_all
@csrf_exempt
def insert(request):
    """The yardstick: validate a form, insert one row, say so."""
    form = RowForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    Row.objects.create(**form.cleaned_data)
    return HttpResponse("ok")
