import secrets
import uuid
from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from config.accounts.oidc_providers import choices
from config.accounts.roles import MACHINES, Role, rights_of, withheld_from
from partners.models import Organisation, Team

TWO_PEOPLE_GIVE = (Role.ADMINISTRATOR, Role.LOG_REVIEWER)
INVITED_FOR = timedelta(days=7)
SOON = timedelta(days=14)
LATELY = timedelta(days=30)  # so long the one who invited and the one who came are no two people
PEOPLES_ROLES = [(role.value, role.label) for role in Role if role not in MACHINES]


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        """Addresses are kept in small letters: whoever signs in need not know how it was typed."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email, password=None, **fields):
        """Django's word for it. Here it opens nothing: rights come from the role alone."""
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. One role, one organisation; the groups give reach."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    alias = models.CharField(
        _("name shown to residents"), max_length=40, blank=True,
        help_text=_("For example a first name. Empty: only the role is shown."),
    )  # fmt: skip
    shielded_at = models.DateTimeField(_("name hidden since"), null=True, editable=False)
    shield = models.CharField(
        _("name shown while it is hidden"), max_length=40, blank=True, editable=False
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="members",
        verbose_name=_("organisation"),
    )  # fmt: skip
    language = models.CharField(_("language"), max_length=5, default="sv")
    has_shortcuts = models.BooleanField(_("keyboard shortcuts"), default=True)
    is_active = models.BooleanField(_("active"), default=True)
    expires_at = models.DateTimeField(_("access ends"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self):
        return f"user/{self.pk}"

    @property
    def name_outward(self) -> str:
        """What residents see: the alias, or what is shown instead. “” is the role alone."""
        return self.shield if self.shielded_at else self.alias

    @property
    def has_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def ends_soon(self) -> bool:
        """Within two weeks: time to ask whether it should."""
        if not self.is_active or self.has_expired or self.expires_at is None:
            return False
        return self.expires_at <= timezone.now() + SOON

    @property
    def is_machine(self) -> bool:
        return self.role in MACHINES

    @property
    def may_sign_in(self) -> bool:
        """An active person whose time has not run out. Machines use keys instead."""
        return self.is_active and not self.has_expired and not self.is_machine

    def is_let_in_lately_with(self, others: set[int]) -> bool:
        """Did one of *others* invite this one, or this one them, in the last month?"""
        lately = Invitation.objects.filter(accepted_at__gt=timezone.now() - LATELY)
        theirs = User.objects.filter(pk__in=others).values("email")
        either = Q(email=self.email, created_by__in=others)
        return lately.filter(either | Q(email__in=theirs, created_by=self.pk)).exists()

    def has_perm(self, perm, obj=None) -> bool:
        """The matrix in roles.py, and nothing else: no superuser, no stray permission row."""
        may = self.is_active and not self.has_expired and perm in rights_of(self.role)
        return may and not self._is_withheld(perm)

    def _is_withheld(self, perm: str) -> bool:
        """What an organisation of its kind never holds, whatever the role."""
        kinds = withheld_from(perm)
        return bool(kinds and self.organisation_id) and self.organisation.kind in kinds


def new_nonce() -> str:
    return secrets.token_hex(16)


def in_a_week():
    return timezone.now() + INVITED_FOR


class Invitation(models.Model):
    """Somebody is asked to join. The link's token is nowhere stored, not even as a digest.

    It is computed from the row and the house's SECRET_KEY when the mail is written, and again
    when somebody comes with it. A new nonce makes every earlier link void.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for an answer")
        EXPIRED = "expired", _("Not answered in time")
        ACCEPTED = "accepted", _("Accepted")
        REVOKED = "revoked", _("Taken back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=80)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    teams = models.ManyToManyField(Team, blank=True, related_name="+", verbose_name=_("teams"))
    language = models.CharField(_("language"), max_length=5, default="sv")
    account_expires_at = models.DateTimeField(_("access ends"), null=True, blank=True)
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=in_a_week)
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self):
        return f"invitation/{self.pk}"

    @property
    def state(self) -> str:
        if self.accepted_at:
            return self.State.ACCEPTED
        if self.revoked_at:
            return self.State.REVOKED
        return self.State.EXPIRED if self.expires_at <= timezone.now() else self.State.WAITING

    @property
    def is_open(self) -> bool:
        return self.state == self.State.WAITING

    def get_state_display(self) -> str:
        return self.State(self.state).label

    def token(self) -> str:
        """What the link carries: which invitation, and a proof that only this house can write."""
        said = f"{self.pk.hex}:{self.nonce}:{self.email}"
        proof = salted_hmac("lotsen invitation", said, algorithm="sha256").hexdigest()
        return f"{self.pk.hex}-{proof[:40]}"

    def is_opened_by(self, token: str) -> bool:
        return self.is_open and constant_time_compare(token, self.token())


class GroupRule(models.Model):
    """What a group at an identity provider allows; of a provider whose groups decide, gives.

    Somebody who comes by that provider keeps the role and the teams that the rules for their
    groups allow. Edited by adding a version; the newest one holds.
    """

    name = models.CharField(max_length=260, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    provider = models.CharField(_("identity provider"), max_length=40, choices=choices)
    group = models.CharField(_("group there"), max_length=200)
    role = models.CharField(_("role"), max_length=20, choices=PEOPLES_ROLES)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    teams = models.ManyToManyField(
        Team, blank=True, related_name="+", verbose_name=_("teams"),
        help_text=_("None chosen: the group says nothing about teams."),
    )  # fmt: skip
    is_active = models.BooleanField(_("active"), default=True)
    proposed_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("written by"),
    )  # fmt: skip
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("confirmed by"),
    )  # fmt: skip
    confirmed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["name", "version"], name="group_rule_one_per_version")
        ]
        verbose_name = _("group at an identity provider")
        verbose_name_plural = _("groups at identity providers")

    def __str__(self):
        return self.name

    def clean(self):
        self.name = f"{self.provider}: {self.group}"

    def write(self, by) -> None:
        """A version as *by* wants it. What was said yes to was the one before."""
        self.proposed_by, self.confirmed_by, self.confirmed_at = by, None, None

    @property
    def waits(self) -> bool:
        """It would give what takes two people to give, and one of them has not said yes."""
        return self.role in TWO_PEOPLE_GIVE and self.confirmed_at is None

    @classmethod
    def in_force(cls, provider: str) -> list["GroupRule"]:
        newest = {rule.name: rule for rule in cls.objects.filter(provider=provider)[::-1]}
        return [rule for rule in newest.values() if rule.is_active]
