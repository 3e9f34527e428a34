"""Bar 8: in a real browser, by a real identity provider in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse

from audit.models import Event
from config.accounts import oidc_providers
from config.accounts.models import GroupRule
from config.accounts.roles import Role
from tests.conftest import STORY
from tests.journeys.looking import Looker
from tests.journeys.people import Visitor, visiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "known to the municipality only"
STRONG = {"acr": "loa3", "groups": ["lotsen-norr"]}


class Identity:
    """The provider's process, and what it says about each of its people."""

    def __init__(self, folder: Path, people: list[str]):
        self.folder, self.said = folder, {email: STRONG for email in people}
        self.say()

    def say(self, **about) -> None:
        self.said |= about
        (self.folder / "told.json").write_text(json.dumps(self.said))

    def serve(self, back: str, out: str) -> subprocess.Popen:
        outside = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.identity", back, out],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env={**outside, "DJANGO_SETTINGS_MODULE": "tests.journeys.identity.settings",
                 "IDENTITY_FOLDER": str(self.folder)},
        )  # fmt: skip
        self.address = f"http://127.0.0.1:{int(process.stdout.readline())}"
        return process


@pytest.fixture
def identity(tmp_path, settings, live_server, amina, bjorn, house):
    here = live_server.url
    made = Identity(tmp_path, [amina.email, bjorn.email])
    process = made.serve(here + "/accounts/with/kommunen/back/", here + "/accounts/login/")
    trusted = oidc_providers.Provider(
        "kommunen", "Tallsunda kommun", made.address, "lotsen", "between-us",
        frozenset({"loa2", "loa3"}), frozenset({"loa3"}), groups_claim="groups",
    )  # fmt: skip
    settings.OIDC_PROVIDERS, settings.SITE_URL = [trusted], here
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": {**policy, "form-action": ["'self'", *oidc_providers.origins([trusted])]}
    }
    GroupRule.objects.create(
        name="kommunen: lotsen-norr", provider="kommunen", group="lotsen-norr",
        role=Role.SOCIAL_WORKER, organisation=house,
    )  # fmt: skip
    yield made
    process.terminate()
    process.wait()


@pytest.fixture
def looker(browser, browser_context_args, live_server):
    with visiting(browser, browser_context_args, live_server.url) as visitor:
        yield Looker(visitor)


def sign_in(visitor: Visitor, identity: Identity, email: str) -> None:
    """Press the one button; then the provider asks, in its own house."""
    visitor.go("/accounts/login/")
    visitor.press("[data-test=with-kommunen]")
    visitor.page.wait_for_url(lambda url: url.startswith(identity.address))
    visitor.send("form", login=email, password=PASSWORD)


def test_a_social_worker_comes_by_the_municipality_reads_and_leaves(
    looker, identity, amina, help_request
):
    visitor = looker.visitor
    visitor.go("/accounts/login/")
    assert not looker.faults()
    sign_in(visitor, identity, amina.email)
    visitor.page.wait_for_url(visitor.address + "/desk/**")
    assert SocialAccount.objects.get().user == amina

    visitor.go(reverse("desk:request", args=[help_request.pk]))
    take = reverse("desk:take", args=[help_request.pk])
    visitor.press(f'form[action^="{take}"] button')
    visitor.go(reverse("desk:open", args=[help_request.pk]))
    visitor.send("main form", purpose="triage")
    assert STORY in visitor.reads()

    visitor.go("/accounts/logout/")
    visitor.press("main button[type=submit]")
    visitor.page.wait_for_url(lambda url: url.startswith(identity.address))
    visitor.press("button[value=logout]")
    visitor.page.wait_for_url(visitor.address + "/accounts/login/")
    visitor.go("/accounts/profile/")
    assert visitor.path().startswith("/accounts/login/")
    assert not [told for told in looker.heard if not told.startswith("stranger")]
    assert {urlsplit(told.split()[-1]).port for told in looker.heard} == {
        urlsplit(identity.address).port
    }


def test_whose_group_is_gone_is_out_at_the_next_sign_in(looker, identity, amina):
    visitor = looker.visitor
    sign_in(visitor, identity, amina.email)
    visitor.page.wait_for_url(visitor.address + "/desk/**")
    identity.say(**{amina.email: {"acr": "loa3", "groups": []}})
    visitor.page.context.clear_cookies(name="lotsen")
    visitor.go("/accounts/login/")
    visitor.press("[data-test=with-kommunen]")  # the provider still knows who it is
    visitor.page.wait_for_selector("[data-why=ask]")
    assert looker.status == 403
    amina.refresh_from_db()
    assert amina.role == ""
    refusal = Event.objects.get(deed="account.sign_in_failed")
    assert (refusal.about, refusal.facts["step"]) == (f"accounts.user/{amina.pk}", "no_group")


@pytest.mark.parametrize("acr", ["loa1", None])
def test_too_low_a_level_or_none_is_not_enough(looker, identity, bjorn, acr):
    identity.say(**{bjorn.email: {**STRONG, **({"acr": acr} if acr else {})}})
    if acr is None:
        identity.say(**{bjorn.email: {"groups": ["lotsen-norr"]}})
    sign_in(looker.visitor, identity, bjorn.email)
    looker.visitor.page.wait_for_selector("[data-why=level]")
    looker.heard.clear()
    assert not looker.faults()
    assert not SocialAccount.objects.exists()


def test_a_level_of_one_factor_leads_to_our_own_second_step(looker, identity, bjorn):
    identity.say(**{bjorn.email: {"acr": "loa2", "groups": ["lotsen-norr"]}})
    sign_in(looker.visitor, identity, bjorn.email)
    looker.visitor.page.wait_for_url(looker.visitor.address + "/accounts/factors/")
