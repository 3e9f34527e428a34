"""A certificate of erasure: what an outsider may see of it, signed with the house's identity."""

import json

from django.conf import settings

from audit import certificate, chain
from audit.models import Erasure, ErasureKind, Link
from audit.sealing import identity


def issue(erasure: Erasure, line: Link) -> str:
    """The signed text. *line* is the act's own line in the log."""
    body = body_of(erasure, line)
    signature = identity.sign(certificate.signed_bytes(body))
    whole = {
        "format": certificate.FORMAT, "body": body, "public": identity.public().hex(),
        "signature": signature.hex(),
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True)


def body_of(erasure: Erasure, line: Link) -> dict:
    """Codes, counts and hashes; two roles instead of two names."""
    named = erasure.reference if erasure.kind == ErasureKind.REQUEST else ""
    return {
        "house": settings.SITE_URL,
        "erasure": str(erasure.pk),
        "kind": erasure.kind,
        "ground": {
            "code": erasure.ground.code, "version": erasure.ground.version,
            "paragraph": erasure.ground.paragraph,
        },
        "reference": certificate.reference_digest(str(erasure.pk), named) if named else "",
        "counts": erasure.counts,
        "commitments": erasure.commitments,
        "root": certificate.root_of(erasure.commitments),
        "at": chain.microseconds(erasure.decided_at),
        "trail": {"number": line.number, "digest": bytes(line.digest).hex()},
        "people": [erasure.proposed_as, erasure.decided_as],
    }  # fmt: skip
