"""Every way we know of to lie with a token. Whatever is missing, odd or unknown is refused."""

import base64
import json
import time

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core.exceptions import ImproperlyConfigured

from config.accounts import oidc
from config.accounts.oidc_providers import Provider
from tests.config.oidc_house import CLIENT, Told, ec_key, published, rsa_key

NONCE = "asked-in-this-session"


@pytest.fixture
def told():
    return Told("https://id.tallsunda.example")


def verified(told, sign=None, trusted=None, **claims) -> oidc.Identity:
    token = told.sign(told.claims(**{"nonce": NONCE, **claims}), **(sign or {}))
    return oidc.verify(token, told.trusted(**(trusted or {})), told.keys, nonce=NONCE)


def refused(told, token, **more) -> str:
    with pytest.raises(oidc.Refused) as refusal:
        oidc.verify(token, told.trusted(), told.keys, **{"nonce": NONCE, **more})
    return refusal.value.code


def b64(said) -> str:
    raw = said if isinstance(said, bytes) else json.dumps(said).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def test_a_good_token_says_who_and_nothing_more(told):
    identity = verified(told, name="Amina", personal_number="199001019802")
    assert identity == oidc.Identity(
        told.trusted(), "person-1", "amina@tallsunda.example", frozenset({"lotsen-norr"}), True
    )
    assert "199001019802" not in repr(identity)


NOW = int(time.time())
WRONG = {
    "issuer": {"iss": "https://id.elsewhere.example"},
    "audience": {"aud": "another-client"},
    "expired": {"exp": NOW - 3600},
    "early": {"nbf": NOW + 86_400},
    "nonce": {"nonce": "asked-in-another-session"},
    "level": {"acr": "loa1"},
    "stale": {"iat": NOW - 3600},
    "authorized_party": {"azp": "another-client"},
    "auth_time": {"auth_time": NOW - 9 * 3600},
    "subject": {"sub": ""},
    "groups_elsewhere": {"groups": None, "_claim_names": {"groups": "src1"}},
}


@pytest.mark.parametrize("code", WRONG)
def test_one_wrong_claim_is_enough(told, code):
    assert refused(told, told.sign(told.claims(**{"nonce": NONCE, **WRONG[code]}))) == code


@pytest.mark.parametrize(
    ("claim", "code"),
    [
        ("iss", "incomplete"), ("aud", "incomplete"), ("sub", "incomplete"), ("exp", "incomplete"),
        ("iat", "incomplete"), ("nonce", "nonce"), ("acr", "level"), ("auth_time", "auth_time"),
    ],
)  # fmt: skip
def test_a_claim_that_is_missing_is_refused(told, claim, code):
    assert refused(told, told.sign(told.claims(**{"nonce": NONCE, claim: None}))) == code


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("aud", [CLIENT, "another-client"]), ("aud", []), ("iat", "now"), ("iat", True),
        ("iat", float("nan")), ("exp", "later"), ("exp", float("inf")), ("exp", []),
        ("auth_time", True), ("auth_time", "now"),
        pytest.param("iat", NOW + 86_400, id="iat-ahead"),
        pytest.param("auth_time", NOW + 86_400, id="auth_time-ahead"),
        ("acr", ["loa1"]), ("acr", {"loa3": 1}), ("acr", 3), ("acr", ""), ("sub", 7),
        ("sub", "x" * 300), ("nonce", [NONCE]), ("iss", ["https://id.tallsunda.example"]),
    ],
)  # fmt: skip
def test_a_claim_of_another_shape_is_refused_and_breaks_nothing(told, claim, said):
    refused(told, told.sign(told.claims(**{"nonce": NONCE, claim: said})))


def test_no_signature_is_no_signature(told):
    claims = told.claims(nonce=NONCE)
    for name in ("none", "None", "NONE", "nOnE", ""):
        token = f"{b64({'alg': name, 'kid': 'own'})}.{b64(claims)}."
        assert refused(told, token) == "algorithm"
    header, payload, _signature = told.sign(claims).split(".")
    assert refused(told, f"{header}.{payload}.") == "signature"


def test_the_public_key_or_the_secret_between_us_signs_nothing(told):
    """HS256 with what everybody knows, or what we and the provider share."""
    public = rsa_key("own").public_key()
    known = [
        public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        json.dumps(told.keys[0]).encode(), b"between-us",
    ]  # fmt: skip
    for secret in known:
        head = f"{b64({'alg': 'HS256', 'kid': 'own'})}.{b64(told.claims(nonce=NONCE))}"
        signature = jwt.get_algorithm_by_name("HS256").sign(head.encode(), secret)
        assert refused(told, f"{head}.{b64(signature)}") == "algorithm"


def test_a_key_that_is_not_the_providers_opens_nothing(told):
    claims = told.claims(nonce=NONCE)
    assert refused(told, told.sign(claims, rsa_key("false"))) == "signature"
    assert refused(told, told.sign(claims, rsa_key("false"), kid="false")) == "key"
    own = published(rsa_key("false"), "own")
    assert refused(told, told.sign(claims, rsa_key("false"), kid="own", jwk=own)) == "signature"
    elsewhere = told.sign(claims, rsa_key("false"), jku="https://x.example/")
    assert refused(told, elsewhere) == "signature"


def test_a_key_for_something_else_opens_nothing(told):
    claims = told.claims(nonce=NONCE)
    told.keys = [published(rsa_key("own"), "own") | {"use": "enc"}]
    assert refused(told, told.sign(claims)) == "key"
    told.keys = [published(rsa_key("own"), "own") | {"alg": "PS256"}]
    assert refused(told, told.sign(claims)) == "key"
    told.keys = [published(rsa_key("own"), "own"), published(rsa_key("other"), "own")]
    assert refused(told, told.sign(claims)) == "key"  # two of one name: which is it?
    told.keys = [{"kty": "oct", "kid": "own", "k": b64(b"x" * 64)}]
    assert refused(told, told.sign(claims)) == "key"


def test_a_short_key_opens_nothing(told):
    short = rsa_key("short", 1024)
    told.keys = [published(short, "own")]
    assert refused(told, told.sign(told.claims(nonce=NONCE), short)) == "malformed"


@pytest.mark.parametrize("token", [None, "", "a", "a.b.c", "....", 7, "é", b64({"alg": "RS256"})])
def test_what_is_no_token_is_refused(told, token):
    assert refused(told, token) == "malformed"


def test_a_header_that_asks_for_something_we_do_not_know_is_refused(told):
    refused(told, told.sign(told.claims(nonce=NONCE), crit=["odd"], odd=1))


def test_a_sign_in_that_asked_for_no_nonce_believes_none(told):
    assert refused(told, told.sign(told.claims(nonce="")), nonce="") == "nonce"


def test_one_audience_may_stand_in_a_list(told):
    assert verified(told, aud=[CLIENT], azp=CLIENT).subject == "person-1"


def test_a_clock_may_be_a_little_wrong(told):
    now = int(time.time())
    assert verified(told, iat=now + 30, exp=now - 30, auth_time=now + 30)


def test_another_good_algorithm_works_when_it_is_allowed(told):
    told.keys = [published(ec_key("own"), "own", "ES256")]
    sign = {"key": ec_key("own"), "algorithm": "ES256"}
    assert verified(told, sign=sign).subject == "person-1"
    with pytest.raises(oidc.Refused):
        verified(told, sign=sign, trusted={"algorithms": ("RS256",)})


def test_a_lower_level_lets_in_without_counting_as_two_factors(told):
    assert verified(told, acr="loa2").has_two_factors is False


def test_the_level_may_stand_in_a_list_under_another_name(told):
    """Entra ID calls it acrs."""
    trusted = {"level_claim": "acrs", "levels": frozenset({"c1"}),
               "two_factor_levels": frozenset({"c1"})}  # fmt: skip
    assert verified(told, trusted=trusted, acr=None, acrs=["p1", "c1"]).has_two_factors


@pytest.mark.parametrize("said", [False, None, "true", 1])
def test_an_address_that_is_not_verified_is_none(told, said):
    assert verified(told, email_verified=said).email == ""


def test_no_groups_is_an_answer(told):
    assert verified(told, groups=None).groups == frozenset()
    assert verified(told, groups=[]).groups == frozenset()
    assert verified(told, groups=["a", 7, None]).groups == {"a"}


def test_userinfo_must_speak_of_the_same_person(told):
    identity = verified(told, email=None)
    for said in ({"sub": "person-2"}, {}, [], None):
        with pytest.raises(oidc.Refused, match="userinfo"):
            oidc.with_userinfo(identity, said)
    same = {"sub": "person-1", "email": "Amina@tallsunda.example", "email_verified": True}
    assert oidc.with_userinfo(identity, same).email == "amina@tallsunda.example"
    assert oidc.with_userinfo(identity, same | {"groups": ["all"]}).groups == identity.groups


# --- Signing out over there ----------------------------------------------------------------------


def logout(told, **other) -> str:
    said = {"jti": "once", "events": {oidc.ENDED: {}}, "acr": None, "auth_time": None}
    return told.sign(told.claims(**{**said, **other}))


def test_a_logout_token_names_the_subject(told):
    ended = oidc.verify_ended(logout(told), told.trusted(), told.keys)
    assert (ended.subject, ended.once) == ("person-1", "once")


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"events": None}, "no_logout"), ({"events": {}}, "no_logout"),
        ({"events": {oidc.ENDED: True}}, "no_logout"), ({"nonce": NONCE}, "no_logout"),
        ({"jti": None}, "incomplete"), ({"sub": None}, "subject"), ({"aud": "other"}, "audience"),
        ({"iss": "https://id.elsewhere.example"}, "issuer"), ({"exp": NOW - 3600}, "expired"),
        ({"iat": NOW - 3600}, "stale"),
    ],
)  # fmt: skip
def test_a_logout_token_that_is_none_ends_nothing(told, other, code):
    with pytest.raises(oidc.Refused) as refusal:
        oidc.verify_ended(logout(told, **other), told.trusted(), told.keys)
    assert refusal.value.code == code


def test_neither_kind_of_token_does_the_work_of_the_other(told):
    assert refused(told, logout(told)) == "nonce"
    with pytest.raises(oidc.Refused, match="incomplete|no_logout"):
        oidc.verify_ended(told.sign(told.claims(nonce=NONCE)), told.trusted(), told.keys)


# --- Which providers a house may trust -----------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"issuer": "http://id.tallsunda.example"}, {"issuer": "id.tallsunda.example"},
        {"levels": frozenset()}, {"two_factor_levels": frozenset({"loa9"})},
        {"algorithms": ("HS256",)}, {"algorithms": ("none",)}, {"algorithms": ("RS256", "HS512")},
    ],
)  # fmt: skip
def test_a_provider_that_is_set_up_unsafely_stops_the_start(told, wrong):
    with pytest.raises(ImproperlyConfigured, match="OIDC_KOMMUNEN_"):
        told.trusted(**wrong)


def test_the_secret_is_not_in_what_is_printed(told):
    assert "between-us" not in repr(told.trusted())
    assert isinstance(told.trusted(), Provider)
