"""What a backup may not hold, and what is not believed of one."""

import json

import pytest
from django.apps import apps

from config.backups import manifest, taking


def test_no_key_to_an_open_session_is_in_a_backup(db):
    """A browser that is signed in shows nothing else: whoever read it would be signed in."""
    holders = {
        model._meta.db_table
        for model in apps.get_models()
        if any(field.name == "session_key" for field in model._meta.fields)
    }
    assert holders == {"django_session", "usersessions_usersession"}
    assert not holders & set(taking.tables())
    assert holders <= set(taking.LEFT_OUT)


def test_a_file_that_the_manifest_does_not_name_is_not_put_back(tmp_path):
    (tmp_path / "known").write_text("as it was")
    manifest.write(tmp_path, "data", ["known"])
    (tmp_path / "slipped-in").write_text("something else")
    found = manifest.read(tmp_path, "data")
    manifest.require(found, tmp_path, ["known"])
    with pytest.raises(manifest.NotABackup):
        manifest.require(found, tmp_path, ["known", "slipped-in"])


def test_a_file_that_was_changed_is_found(tmp_path):
    (tmp_path / "known").write_text("as it was")
    manifest.write(tmp_path, "data", ["known"])
    assert json.loads((tmp_path / manifest.NAME).read_text())["set"] == "data"
    (tmp_path / "known").write_text("as it was not")
    with pytest.raises(manifest.NotABackup):
        manifest.read(tmp_path, "data")
