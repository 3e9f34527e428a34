"""A question for each thing that still runs elsewhere when a request ends."""

from django import forms


def ask_about(form: forms.Form, running) -> None:
    """*running* as in services/leaving.py. Nothing is chosen beforehand: each is decided about."""
    form.running = list(running)
    for number, one in enumerate(form.running, 1):
        form.fields[f"runs_{number}"] = forms.ChoiceField(
            label=one.question, choices=one.choices, widget=forms.RadioSelect
        )


def decided(form: forms.Form, given: dict) -> dict:
    """What was filled in, with the answers gathered as *decisions*."""
    answers = [given.pop(f"runs_{number}", "") for number, _one in enumerate(form.running, 1)]
    keys = [one.key for one in form.running]
    return given | {"decisions": dict(zip(keys, answers, strict=True))}
