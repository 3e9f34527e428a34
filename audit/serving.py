"""How an attachment is sent to a browser: as a thing to look at, in a cage, kept by nobody."""

from django.http import HttpResponse

# No script, no form, no frame, no plug-in, no origin of its own: also if we were wrong about it.
CAGE = "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def serve(seen) -> HttpResponse:
    """*seen*: a row whose file_kind says what it is, and its opened contents.

    Its own name is not in the answer: what a browser downloads, others find on the device.
    """
    kind = seen.row.file_kind
    way = "inline" if kind.is_picture else "attachment"
    headers = {
        "Content-Disposition": f'{way}; filename="{file_name(kind)}"',
        "Content-Security-Policy": CAGE,
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return HttpResponse(seen.contents, content_type=kind.media_type, headers=headers)


def file_name(kind) -> str:
    return f"{'picture' if kind.is_picture else 'document'}.{kind.value}"
