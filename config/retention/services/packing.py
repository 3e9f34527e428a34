"""Steps: everything that would be erased of one row, opened for the archive.

It is the same list of rows that the disposal destroys, so nothing goes that was not handed over.
Each row leaves its line in the person's own log, as every reading does.
"""

import json

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from audit import vault
from audit.trail import name_of
from audit.vault.fields import sealed_fields
from config.accounts.models import User
from config.retention.bagging import Files
from config.retention.models import DisposalItem
from config.retention.own import BY_MODEL
from config.retention.services import ways
from config.threats.models import Evidence
from intake import circumstances
from intake.models import Attachment, ConcernReport, HelpRequest, Scan
from intake.services.viewing import require_open

FORMAT, VERSION, PURPOSE = "lotsen.archived-record", 1, "archive"
NOT_TOLD = {"ticket", "subject"}  # random numbers of ours, which say nothing about anybody


def files_of(item: DisposalItem, row: Model, *, by) -> Files:
    """The record and its pictures and PDFs, in a folder named after its number."""
    facts = _circumstances(row, by)
    found = _rows_of(row)
    files, left_out = _attached(row, _with_files(found), by=by, **facts)
    places = [
        (one, name) for rows in found.values() for one in rows for name in _written(one)
    ]  # fmt: skip
    texts = vault.unseal_all(row, places, by=by, purpose=PURPOSE, **facts)
    words: dict[str, dict[str, str]] = {}
    for (one, name), text in zip(places, texts, strict=True):
        words.setdefault(name_of(one), {})[name] = text
    record = {
        "format": FORMAT, "version": VERSION, "reference": item.reference,
        "rule": {"paragraph": item.rule.paragraph, "version": item.rule.version},
        "parts": [
            _part(kind, one, words.get(name_of(one), {})) for kind, rows in found.items()
            for one in rows
        ],
        "files": [path for path, _contents in files], "not_handed_over": left_out,
    }  # fmt: skip
    text = json.dumps(record, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    folder = f"{row._meta.model_name}s/{item.reference}"
    return [
        (f"{folder}/record.json", text.encode()),
        *((f"{folder}/{path}", contents) for path, contents in files),
    ]


def size_of(row: Model) -> int:
    """About how much it will take: its pictures and PDFs."""
    return sum(one.size for one in _with_files(_rows_of(row)))


def _with_files(found: dict[str, list[Model]]) -> list[Attachment | Evidence]:
    """Evidence that was destroyed is not handed over: nobody opens it."""
    shown = [one for one in found.get("evidence", []) if one.kind and not one.destroyed_at]
    return [*found.get("attachments", []), *shown]


def _rows_of(row: Model) -> dict[str, list[Model]]:
    named = ways.WAYS[type(row)].words_of(row)
    return {kind: [_row(name) for name in names] for kind, names in named.items()}


def _row(name: str) -> Model:
    label, _slash, pk = name.partition("/")
    return apps.get_model(label)._default_manager.get(pk=pk)


def _written(row: Model) -> list[str]:
    return [name for name in sealed_fields(type(row)) if getattr(row, name)]


def _attached(row, attached, *, by, **facts) -> tuple[Files, list[dict]]:
    """What the virus scanner stopped is not handed on; the record says so."""
    files, left_out = [], []
    for one in attached:
        if isinstance(one, Attachment):
            if one.scan == Scan.REFUSED:
                left_out.append({"name": name_of(one), "because": "virus"})
                continue
            require_open(one)
        contents = vault.unseal_file(row, one, by=by, purpose=PURPOSE, **facts)
        files.append((f"files/{one.pk}.{one.kind}", contents))
    return files, left_out


def _part(kind: str, row: Model, words: dict[str, str]) -> dict:
    """One row: its codes as they stood, and its words as they were written."""
    sealed = {*sealed_fields(type(row)), *NOT_TOLD}
    codes = {
        field.name: _said(row, field) for field in row._meta.concrete_fields
        if field.name not in sealed
    }  # fmt: skip
    return {"kind": kind, "name": name_of(row), "codes": codes, "words": words}


def _said(row: Model, field):
    """A code or a moment as it is; of another row what it is called, of a colleague the name."""
    if not field.is_relation:
        return field.value_from_object(row)
    other = getattr(row, field.name)
    if other is None:
        return None
    return other.name if isinstance(other, User) else str(other)


def _circumstances(row: Model, by) -> dict[str, bool]:
    if type(row) in BY_MODEL:
        return {}
    is_report = isinstance(row, ConcernReport)
    rows = ConcernReport.objects.all() if is_report else HelpRequest.objects.without_words()
    known = circumstances.with_them(rows, by).get(pk=row.pk)
    return (circumstances.of_concern if is_report else circumstances.of_request)(known, by)
