"""Which identity providers this house trusts: said once, by whoever runs it, in the environment."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

# Signatures that only the provider can make. With HS256 whoever knows the public key, or our
# client secret, could sign as well; "none" is no signature at all (RFC 8725, 3.1 and 3.2).
KEY_TYPES = {"RS256": "RSA", "PS256": "RSA", "ES256": "EC", "EdDSA": "OKP"}
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Provider:
    """One provider. *levels* are the values of *level_claim* that let somebody in at all;
    *two_factor_levels* those that stand for two factors. Without *groups_claim* it says nothing
    about roles; with *groups_decide* the rules for groups give them, and let newcomers in."""

    id: str
    name: str
    issuer: str
    client_id: str
    secret: str = field(repr=False)
    levels: frozenset[str]
    two_factor_levels: frozenset[str] = frozenset()
    level_claim: str = "acr"
    groups_claim: str = ""
    groups_decide: bool = False
    algorithms: tuple[str, ...] = ("RS256", "PS256", "ES256")
    max_age: int = 8 * 3600
    leads_on_to: tuple[str, ...] = ()

    def __post_init__(self):
        if not is_safe(self.issuer):
            raise ImproperlyConfigured(f"OIDC_{self.id.upper()}_ISSUER is not https.")
        if self.groups_decide and not self.groups_claim:
            raise ImproperlyConfigured(f"OIDC_{self.id.upper()}_GROUPS_CLAIM names no claim.")
        if not self.levels:
            raise ImproperlyConfigured(f"OIDC_{self.id.upper()}_LEVELS names no level.")
        if not self.two_factor_levels <= self.levels:
            raise ImproperlyConfigured(f"OIDC_{self.id.upper()}_TWO_FACTOR_LEVELS: not in LEVELS.")
        if set(self.algorithms) - set(KEY_TYPES):
            raise ImproperlyConfigured(f"OIDC_{self.id.upper()}_ALGORITHMS: one is not allowed.")

    @property
    def origins(self) -> list[str]:
        """Where a form of ours may lead: to the provider, and where it is known to lead on."""
        return [origin_of(url) for url in (self.issuer, *self.leads_on_to)]


def read(env) -> list[Provider]:
    """OIDC_PROVIDERS=kommunen,bryggan – and for each OIDC_KOMMUNEN_ISSUER and so on."""
    return [_read_one(env, each) for each in env.list("OIDC_PROVIDERS", default=[])]


def _read_one(env, name: str) -> Provider:
    if not name.isidentifier() or not name.islower():
        raise ImproperlyConfigured("OIDC_PROVIDERS: names in small letters, a–z and 0–9.")
    start = f"OIDC_{name.upper()}_"
    return Provider(
        id=name,
        name=env(f"{start}NAME"),
        issuer=env(f"{start}ISSUER"),
        client_id=env(f"{start}CLIENT_ID"),
        secret=env(f"{start}SECRET").strip(),
        levels=frozenset(env.list(f"{start}LEVELS")),
        two_factor_levels=frozenset(env.list(f"{start}TWO_FACTOR_LEVELS", default=[])),
        level_claim=env(f"{start}LEVEL_CLAIM", default="acr"),
        groups_claim=env(f"{start}GROUPS_CLAIM", default=""),
        groups_decide=env.bool(f"{start}GROUPS_DECIDE", default=False),
        algorithms=tuple(env.list(f"{start}ALGORITHMS", default=["RS256", "PS256", "ES256"])),
        max_age=env.int(f"{start}MAX_AGE", default=8 * 3600),
        leads_on_to=tuple(env.list(f"{start}LEADS_ON_TO", default=[])),
    )


def origins(providers: list[Provider]) -> list[str]:
    """For form-action in the content policy: these, and nothing more."""
    return sorted({origin for provider in providers for origin in provider.origins})


def origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def is_safe(url) -> bool:
    """Over TLS, or never outside this machine."""
    parts = urlsplit(url) if isinstance(url, str) else urlsplit("")
    is_local = parts.scheme == "http" and parts.hostname in LOOPBACK
    return bool(parts.hostname) and (parts.scheme == "https" or is_local)


def known(name: str) -> Provider | None:
    """The provider of that name, if this house trusts one."""
    return next((each for each in settings.OIDC_PROVIDERS if each.id == name), None)


def choices() -> list[tuple[str, str]]:
    return [(each.id, each.name) for each in settings.OIDC_PROVIDERS]
