"""How files come in: into memory, no further than the limit, and never onto a disk.

Of a file that is too large, or one too many, nothing is kept: the rest of it streams past, so that
what was written beside it survives and the answer can say what was wrong.
"""

from io import BytesIO

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MEGABYTE = 1024 * 1024
ENDLESS = 50  # times the limit: no human sends that, so nobody waits for its end


def largest() -> int:
    return settings.ATTACHMENT_MEGABYTES * MEGABYTE


class InMemoryHandler(FileUploadHandler):
    def __init__(self, request=None):
        super().__init__(request)
        self.count = self.total = 0

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.count += 1
        self.size, self.kept = 0, BytesIO()

    def receive_data_chunk(self, raw_data, start):
        self.size += len(raw_data)
        self.total += len(raw_data)
        if self.total > ENDLESS * largest():
            raise RequestDataTooBig("An upload without end.")
        if self.size > largest() or self.count > settings.ATTACHMENTS_AT_ONCE:
            self.kept = BytesIO()
        else:
            self.kept.write(raw_data)

    def file_complete(self, file_size):
        """Its size is what was sent, also where nothing of it was kept."""
        self.kept.seek(0)
        return InMemoryUploadedFile(
            self.kept, self.field_name, self.file_name, self.content_type, self.size,
            self.charset, self.content_type_extra,
        )  # fmt: skip
