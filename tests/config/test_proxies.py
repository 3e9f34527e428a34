"""Where a caller comes from, and whether over TLS: only a trusted proxy is believed about it."""

import pytest
from django.test import RequestFactory, override_settings

from config.proxies import CallerAddressMiddleware
from intake.services import slowing

PROXY, CALLER, OTHER = "192.0.2.1", "198.51.100.7", "203.0.113.9"
AS_PROXIES_SAY = ("HTTP_X_FORWARDED_PROTO", "https")


def seen(**told):
    """The request as every page sees it."""
    with override_settings(
        TRUSTED_PROXIES=[PROXY, "10.0.0.0/8"], SECURE_PROXY_SSL_HEADER=AS_PROXIES_SAY
    ):
        request = RequestFactory().get("/", **told)
        CallerAddressMiddleware(lambda request: None)(request)
        return request.META["REMOTE_ADDR"], request.is_secure()


@pytest.mark.parametrize(
    ("peer", "forwarded", "found"),
    [
        (PROXY, CALLER, CALLER),
        (PROXY, f"{OTHER}, {CALLER}", CALLER),  # what the caller wrote before it is not believed
        (PROXY, f"{CALLER}, 10.1.2.3", CALLER),
        (CALLER, OTHER, CALLER),
        (PROXY, "nonsense", ""),
        (PROXY, "", PROXY),
        ("", OTHER, ""),
        (f"::ffff:{PROXY}", CALLER, CALLER),
        (f"::ffff:{CALLER}", "", CALLER),
        ("2001:db8::1", "", "2001:db8::1"),
    ],
)
def test_the_last_address_that_a_trusted_proxy_names_counts(peer, forwarded, found):
    assert seen(REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)[0] == found


def test_only_a_trusted_proxy_says_that_a_caller_came_over_tls():
    assert seen(REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_PROTO="https")[1] is True
    assert seen(REMOTE_ADDR=CALLER, HTTP_X_FORWARDED_PROTO="https")[1] is False


def test_callers_of_the_fourth_kind_are_not_one_household_on_a_socket_of_the_sixth(db):
    """A flood from one of them would slow down the whole town."""
    one, another = (seen(REMOTE_ADDR=f"::ffff:{caller}")[0] for caller in (CALLER, OTHER))
    assert slowing.bucket_of(one) != slowing.bucket_of(another)
