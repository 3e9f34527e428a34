from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.accounts.roles import MACHINES, Role, rights_of
from partners.models import Organisation


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email), **fields)
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
    role = models.CharField(_("role"), max_length=20, choices=Role, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="members",
        verbose_name=_("organisation"),
    )  # fmt: skip
    language = models.CharField(_("language"), max_length=5, default="sv")
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
    def has_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def is_machine(self) -> bool:
        return self.role in MACHINES

    def has_perm(self, perm, obj=None) -> bool:
        """The matrix in roles.py, and nothing else: no superuser, no stray permission row."""
        return self.is_active and not self.has_expired and perm in rights_of(self.role)
