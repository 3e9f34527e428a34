"""A municipality has its own colours without a build."""

import re

import pytest

pytestmark = pytest.mark.django_db


def sheets(client) -> list[str]:
    return re.findall(r'rel="stylesheet" href="([^"]+)"', client.get("/").content.decode())


def test_its_own_style_sheet_is_loaded_after_ours(client, house, settings):
    settings.THEME_URL = "/our-theme.css"
    ours, theirs = sheets(client)
    assert "look/public" in ours
    assert theirs == "/our-theme.css"


def test_without_one_there_is_ours_alone(client, house):
    assert len(sheets(client)) == 1
