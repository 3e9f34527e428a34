"""Grounds that tests erase on, and refusals."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from audit.models import ErasureGround


def a_ground(code="persons_right", covers=("request", "facts"), **fields) -> ErasureGround:
    told = {
        "paragraph": "GDPR 17", "title": {"sv": "Rätt till radering"}, "text": {"sv": "Text"},
        "covers": list(covers), "valid_from": date(2018, 5, 25),
    }  # fmt: skip
    return ErasureGround.objects.create(code=code, **told | fields)


def refused(act, *args, code, **told) -> list[str]:
    """The act is refused, for this reason. Returns what it says."""
    with pytest.raises(ValidationError) as refusal:
        act(*args, **told)
    found = refusal.value
    errors = found.error_dict.values() if hasattr(found, "error_dict") else [found.error_list]
    assert code in {one.code for several in errors for one in several}
    return found.messages
