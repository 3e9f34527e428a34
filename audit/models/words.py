from django.db import models
from django.utils.translation import get_language


class LocalText(models.JSONField):
    """A short text that the municipality writes itself, one per language: {"sv": …, "en": …}."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)


def said(texts: dict) -> str:
    """The text in the reader's language, else in Swedish, else whatever there is."""
    language = get_language() or "sv"
    for one in (language, language.split("-")[0], "sv"):
        if texts.get(one):
            return texts[one]
    return next(iter(texts.values()), "")
