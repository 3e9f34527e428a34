import pytest
from django.conf import settings as real
from django.core.cache import cache
from django.http import Http404
from django.test import RequestFactory
from django.urls import include, path

from audit.models import Event
from config import urls
from config.accounts import checks
from config.demo import signing_in, views

urlpatterns = [*urls.urlpatterns, path("demo/", include("config.demo.urls"))]
handler404 = "config.overview.errors.not_found"


@pytest.fixture
def demo(settings):
    cache.clear()
    settings.DEMO = True
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    settings.ROOT_URLCONF = __name__
    settings.SECOND_FACTOR_REQUIRED = True
    return settings


def test_one_click_signs_in_and_passes_the_second_step(demo, client, amina, adam):
    page = client.get("/demo/", SERVER_NAME="localhost")
    shown = {one.email for _role, ones in page.context["cast"] for one in ones}
    assert shown == {amina.email, adam.email}
    client.post("/demo/", {"who": adam.email}, SERVER_NAME="localhost")
    assert client.get("/desk/people/", SERVER_NAME="localhost").status_code == 200
    assert Event.objects.get(deed="account.sign_in").actor == f"user/{adam.pk}"


def test_nobody_else_can_be_chosen(demo, client, amina):
    amina.is_active = False
    amina.save()
    for who in (amina.email, "", "nobody@tallsunda.example"):
        assert client.post("/demo/", {"who": who}, SERVER_NAME="localhost").status_code == 404


def test_outside_the_demo_the_address_does_not_exist(client, adam):
    assert not real.DEMO
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/", {"who": adam.email}).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "unsafe",
    [
        {"DEMO": False},
        {"ALLOWED_HOSTS": ["lotsen.tallsunda.example"]},
        {"ALLOWED_HOSTS": ["*"]},
        {"SECURE_SSL_REDIRECT": True},
        {"SESSION_COOKIE_SECURE": True},
    ],
)
def test_the_view_itself_refuses(unsafe, demo, db):
    for name, value in unsafe.items():
        setattr(demo, name, value)
    for ask in (RequestFactory().get, RequestFactory().post):
        with pytest.raises(Http404):
            views.doors(ask("/demo/"))


def test_an_open_demo_does_not_start(demo):
    assert checks.one_click_sign_in_stays_at_home(None) == []
    demo.ALLOWED_HOSTS = ["localhost", "lotsen.tallsunda.example"]
    demo.SESSION_COOKIE_SECURE = True
    found = {error.id for error in checks.one_click_sign_in_stays_at_home(None)}
    assert found == {"accounts.E001", "accounts.E002"}
    demo.DEMO = False
    assert checks.one_click_sign_in_stays_at_home(None) == []
    assert signing_in.reasons_against()[0] == "not_a_demo"
