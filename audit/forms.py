from django import forms
from django.core.exceptions import ValidationError


class UseCaseForm(forms.Form):
    """A form whose only job is to run one use case."""

    def run(self, use_case, *args, **kwargs):
        """Run it with the cleaned data. What it refuses, the form says."""
        if not self.is_valid():
            return None
        try:
            return use_case(*args, **kwargs, **self.cleaned_data)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return None
