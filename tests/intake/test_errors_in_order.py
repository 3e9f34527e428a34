"""What must be corrected is listed in the order in which the page asks for it."""

import re

import pytest
from django.urls import reverse


@pytest.mark.parametrize(
    ("who", "name"),
    [("amina", "desk:record"), ("amina", "desk:outreach"), ("stina", "portal:register_request")],
)
def test_errors_follow_the_page(at, amina, stina, who, name):
    """Every answer is one that nobody offers, and every text is far too long."""
    client, address = at({"amina": amina, "stina": stina}[who]), reverse(name) + "?harm=no"
    begun = client.get(address)
    asked = [one for one in begun.context["form"].fields if f'name="{one}"' in begun.text]
    wrong = dict.fromkeys(asked, "x" * 30_000) | {"way": "phone", "with_person": "yes"}
    page = client.post(address, wrong).content.decode()
    places = [page.index(f'id="{one}"') for one in re.findall(r'<li>\s*<a href="#(\w+)"', page)]
    assert len(places) > 5
    assert places == sorted(places)
