"""The whole invented town, as a fixture: built once for all the files that knock at its doors."""

import os
import shutil
import sqlite3
from dataclasses import replace

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import override_settings

from audit.vault import keys
from tests.architecture import town
from tests.stage import scenery


@scenery
def here(db, tmp_path_factory):
    """The town, and the folder of the keys it was sealed to."""
    folder = str(tmp_path_factory.mktemp("town") / "keys")
    with override_settings(VAULT_KEYS=folder, SEALER_KEYS=f"{folder}-sealer"):
        keys.make()
        return town.build(), folder


@pytest.fixture
def town_(here, settings, monkeypatch):
    """The town, with its keys in our hands. Thousands of pages: nobody keeps what drew them."""
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *_a, **_b: None)
    settings.VAULT_KEYS, settings.SEALER_KEYS = here[1], f"{here[1]}-sealer"
    return here[0]


@pytest.fixture(scope="session")
def kept():
    """What one test keeps for the next: the whole database, and what else it takes."""
    return {}


@pytest.fixture
def committed_town(transactional_db, letter_box, settings, tmp_path_factory, kept):
    """The town for a browser, whose server has connections of its own; built once, then copied."""
    if connection.vendor != "sqlite":
        return town.build()
    connection.ensure_connection()
    if kept:
        kept["rows"].backup(connection.connection)
        ContentType.objects.clear_cache()
        shutil.copytree(kept["seals"], settings.SEALER_KEYS, dirs_exist_ok=True)
    else:
        built, rows = town.build(), sqlite3.connect(":memory:")
        connection.connection.backup(rows)
        seals = tmp_path_factory.mktemp("seals")
        if os.path.exists(settings.SEALER_KEYS):
            shutil.copytree(settings.SEALER_KEYS, seals, dirs_exist_ok=True)
        kept |= {"town": built, "rows": rows, "seals": seals}
    return replace(kept["town"], rows={}, theirs={})
