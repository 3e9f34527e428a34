"""The whole invented town, as a fixture: built once for all the files that knock at its doors."""

import pytest
from django.test import override_settings

from audit.vault import keys
from intake.views import purposes
from tests import photographs
from tests.architecture import town
from tests.stage import scenery

A_DAY = 24 * 60  # minutes; on a slow machine a run takes longer than whoever visits stays let in


@scenery
def here(db, tmp_path_factory):
    """The town, and the folder of the keys it was sealed to."""
    folder = str(tmp_path_factory.mktemp("town") / "keys")
    with (
        override_settings(VAULT_KEYS=folder, SEALER_KEYS=f"{folder}-sealer"),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(purposes, "SECONDS", A_DAY * 60)
        keys.make()
        return town.build(), folder


@pytest.fixture
def town_(here, settings, monkeypatch):
    """The town, with its keys in our hands. Thousands of pages: nobody keeps what drew them."""
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *_a, **_b: None)
    settings.VAULT_KEYS, settings.SEALER_KEYS = here[1], f"{here[1]}-sealer"
    settings.MAILBOX_MINUTES = A_DAY
    return here[0]


@pytest.fixture
def committed_town(transactional_db, letter_box):
    """The town for a browser, whose server has connections of its own."""
    return photographs.standing(town.build)
