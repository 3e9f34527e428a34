from django import forms

from audit.forms import UseCaseForm
from partners.models import Service


class CapacityForm(UseCaseForm):
    """One button: how much room is there now?"""

    capacity = forms.ChoiceField(choices=Service.Capacity)
