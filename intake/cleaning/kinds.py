from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FileKind(TextChoices):
    """What may be attached, and how it is served."""

    JPEG = "jpeg", _("Picture (JPEG)")
    PNG = "png", _("Picture (PNG)")
    WEBP = "webp", _("Picture (WebP)")
    PDF = "pdf", _("Document (PDF)")

    @property
    def media_type(self) -> str:
        return "application/pdf" if self == FileKind.PDF else f"image/{self.value}"

    @property
    def is_picture(self) -> bool:
        return self != FileKind.PDF
