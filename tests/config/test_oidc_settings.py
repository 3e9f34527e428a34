"""What whoever runs the house says about identity providers, and what a browser is told of it."""

import pytest

from tests.architecture.test_settings_are_strict import python
from tests.run import A_HOUSE

KOMMUNEN = {
    "OIDC_PROVIDERS": "kommunen",
    "OIDC_KOMMUNEN_NAME": "Tallsunda kommun",
    "OIDC_KOMMUNEN_ISSUER": "https://id.tallsunda.example/realms/all",
    "OIDC_KOMMUNEN_CLIENT_ID": "lotsen",
    "OIDC_KOMMUNEN_SECRET": "between-us",
    "OIDC_KOMMUNEN_LEVELS": "loa2,loa3",
}
SAY = """
from config.settings.production import *
print(*CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"])
for one in OIDC_PROVIDERS: print(one, one.secret)
"""


def said(**values) -> list[str]:
    done = python(SAY, {**A_HOUSE, **KOMMUNEN, **values})
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_none_is_the_default_and_nothing_is_let_out():
    assert said(OIDC_PROVIDERS="") == ["'self'"]


def test_a_form_may_lead_to_the_provider_and_nowhere_else():
    assert said()[0] == "'self' https://id.tallsunda.example"
    behind = said(OIDC_KOMMUNEN_LEADS_ON_TO="https://eid.example/start")
    assert behind[0] == "'self' https://eid.example https://id.tallsunda.example"


def test_the_public_process_leads_nobody_there():
    assert said(LOTSEN_ROLE="public")[0] == "'self'"


def test_the_secret_may_stand_in_a_file_and_is_not_printed(tmp_path):
    (tmp_path / "secret").write_text("from a file\n")
    del (values := dict(KOMMUNEN))["OIDC_KOMMUNEN_SECRET"]
    done = python(SAY, {**A_HOUSE, **values, "OIDC_KOMMUNEN_SECRET_FILE": str(tmp_path / "secret")})
    line = done.stdout.splitlines()[1]
    assert line.endswith(" from a file")
    assert line.count("from a file") == 1


@pytest.mark.parametrize("name", [name for name in KOMMUNEN if name != "OIDC_PROVIDERS"])
def test_a_value_that_is_missing_stops_the_start_and_is_named(name):
    values = {key: value for key, value in KOMMUNEN.items() if key != name}
    done = python("import config.settings.production", {**A_HOUSE, **values})
    assert done.returncode != 0
    assert name in done.stderr


@pytest.mark.parametrize(
    "wrong",
    [
        {"OIDC_KOMMUNEN_ISSUER": "http://id.tallsunda.example"}, {"OIDC_KOMMUNEN_LEVELS": ""},
        {"OIDC_KOMMUNEN_ALGORITHMS": "HS256"}, {"OIDC_PROVIDERS": "Kommunen"},
        {"OIDC_PROVIDERS": "the-municipality"}, {"OIDC_KOMMUNEN_TWO_FACTOR_LEVELS": "loa4"},
    ],
)  # fmt: skip
def test_what_is_unsafe_stops_the_start(wrong):
    done = python("import config.settings.production", {**A_HOUSE, **KOMMUNEN, **wrong})
    assert done.returncode != 0
    assert "OIDC_" in done.stderr
