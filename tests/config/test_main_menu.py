"""The main menu: what one does all day stands in the bar, and nothing is left out."""

import re

import pytest
from django.urls import reverse

from config.navigation import DOORS, IN_THE_BAR, in_the_bar, parted


def doors(how_many: int) -> list[dict]:
    return [{"label": str(number), "url": f"/{number}/"} for number in range(how_many)]


@pytest.mark.parametrize(("held", "bar"), [(1, 1), (6, 6), (7, 7), (8, 6), (13, 6)])
def test_one_door_alone_is_not_worth_a_menu_of_its_own(held, bar):
    first, more = parted(doors(held))
    assert len(first) == bar
    assert first + more == doors(held)


def test_a_partners_name_takes_the_room_of_two_doors(carl, lena):
    assert in_the_bar(carl) < in_the_bar(lena)
    first, more = parted(doors(7), in_the_bar(carl))
    assert (len(first), len(more)) == (4, 3)


@pytest.fixture
def leads(settings, client, lena):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(lena)
    return client


def test_every_door_of_a_role_is_in_the_menu_of_a_narrow_screen(leads, lena):
    page = leads.get(reverse("desk:queue")).text
    held = [reverse(door.name) for door in DOORS if lena.has_perm(door.right)]
    assert len(held) > IN_THE_BAR + 1
    menu = page[page.index("<details") : page.index("</nav>")]
    assert [url for url in held if f'href="{url}"' not in menu] == []


def test_the_page_one_is_on_is_marked_under_more_too(leads):
    here = reverse("desk:disposals")
    marked = re.compile(f'<a[^>]* href="{here}"[^>]* aria-current="page"')
    assert marked.search(leads.get(here).text)
