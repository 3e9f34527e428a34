"""The field for pictures and PDFs. It says what it takes before anything is chosen."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from intake import cleaning, uploads
from intake.cleaning import File

# HEIC is not among them on purpose: an iPhone then makes a JPEG of the picture before it sends it.
ACCEPTED = "image/jpeg,image/png,image/webp,application/pdf"

WHAT = _("Up to %(most)s at a time, each at most %(size)s MB: JPEG, PNG, WebP or PDF.")
CLEANED = _("We take away where and when a picture was taken.")
TOO_LARGE = _("It is larger than %(size)s MB. Send a smaller one, or a screenshot of it.")
TOO_MANY = _("You chose %(count)s files, and we can take %(most)s at a time. Send the rest after.")


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


def limits() -> dict:
    return {"most": settings.ATTACHMENTS_AT_ONCE, "size": settings.ATTACHMENT_MEGABYTES}


what_is_taken = lazy(lambda: f"{WHAT % limits()} {CLEANED}", str)


class FilesField(forms.Field):
    """Some files, or none. Each is cleaned here, before anything is written anywhere.

    One that cannot be taken is named, with the reason. What was typed beside it stays.
    """

    widget = FilesInput(attrs={"accept": ACCEPTED})

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Pictures or PDFs"))
        kwargs.setdefault("help_text", what_is_taken())
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def clean(self, value) -> list[File]:
        sent = [one for one in value or [] if one]
        super().validate(sent)
        if len(sent) > settings.ATTACHMENTS_AT_ONCE:
            params = limits() | {"count": len(sent)}
            raise ValidationError(TOO_MANY, code="too_many_files", params=params)
        files, wrong = [], []
        for one in sent:
            try:
                files.append(File(one.name, _cleaned(one)))
            except ValidationError as refusal:
                wrong.append(_named(one.name, refusal))
        if wrong:
            raise ValidationError(wrong)
        return files


def _cleaned(sent) -> cleaning.Cleaned:
    if sent.size > uploads.largest():
        raise ValidationError(TOO_LARGE, code="too_large", params=limits())
    cleaned = cleaning.clean(sent.read())
    if len(cleaned.contents) > uploads.largest():
        raise ValidationError(TOO_LARGE, code="too_large", params=limits())
    return cleaned


def _named(name: str, refusal: ValidationError) -> ValidationError:
    return ValidationError(f"{name[:60]}: {refusal.messages[0]}", code=refusal.code)
