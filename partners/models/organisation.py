import uuid
from datetime import timedelta

from django.contrib.auth.models import Group
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.languages import names_of
from partners.models.access import AccessOffered
from partners.models.place import Area, Topic
from partners.models.words import LocalText, said

FRESH = SOON = timedelta(days=14)
ID_HELP = _("By which other directories know it. Leave it as it is if you know of no other.")


class Kind(models.TextChoices):
    SOCIAL_SERVICES = "social_services", _("Social services")
    SCHOOL = "school", _("School")
    YOUTH_CENTRE = "youth_centre", _("Youth centre")
    POLICE = "police", _("Police")
    CIVIL_SOCIETY = "civil_society", _("Civil society")
    HEALTH_CARE = "health_care", _("Health care")
    FIRE_SERVICE = "fire_service", _("Fire service")
    HOUSING = "housing", _("Housing company")


class OrganisationQuerySet(models.QuerySet):
    def that_may_be_asked(self, on):
        """Partners in use, with an agreement that holds on that day."""
        agreed = models.Q(agreement_until__isnull=True) | models.Q(agreement_until__gte=on)
        return self.filter(agreed, is_ours=False, is_active=True)

    def former(self, on):
        """Partners no longer: out of use, or with an agreement that has run out by that day."""
        over = models.Q(is_active=False) | models.Q(agreement_until__lt=on)
        return self.filter(over, is_ours=False)

    def ending_soon(self, on):
        """Partners with whom the agreement ends within a fortnight of that day."""
        within = (on, on + SOON)
        return self.filter(is_ours=False, is_active=True, agreement_until__range=within)


class Organisation(models.Model):
    """A partner, or ourselves. Its group is whom a referral is granted to – never a person."""

    class Secrecy(models.TextChoices):
        STRONG = "strong", _("Authority with strong secrecy")
        WEAK = "weak", _("Authority where what we tell is weakly protected")
        PRIVATE = "private", _("Private: only bound by a reservation")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    secrecy = models.CharField(_("secrecy there"), max_length=10, choices=Secrecy)
    group = models.OneToOneField(
        Group, models.PROTECT, related_name="organisation", editable=False, verbose_name=_("group")
    )
    is_ours = models.BooleanField(_("is our own"), default=False, editable=False)
    is_active = models.BooleanField(_("in use"), default=True)
    agreement_until = models.DateField(_("agreement until"), null=True, blank=True)
    # The last day that those who answer for it were told of.
    agreement_announced = models.DateField(null=True, editable=False)
    email = models.EmailField(_("functional mailbox"), blank=True)
    language = models.CharField(_("language of notices"), max_length=5, default="sv")
    description = LocalText(_("what it is"), blank=True)
    website = models.URLField(_("address on the web"), blank=True)
    is_public = models.BooleanField(
        _("shown in the open data"), default=False,
        help_text=_("With all that it offers, also what takes a referral."),
    )  # fmt: skip
    hsds_id = models.UUIDField(
        _("id in Open Referral"), default=uuid.uuid4, unique=True, help_text=ID_HELP
    )
    carried = models.JSONField(_("kept for the exchange"), default=dict, editable=False)
    takes_messages = models.BooleanField(
        _("we write to each other about a referral"), default=False,
        help_text=_("Only if the agreement says so. The police get and give codes alone."),
    )  # fmt: skip
    digests_on_days_off = models.BooleanField(
        _("also told of unread messages on days off"), default=False,
        help_text=_("On Saturdays, Sundays and holidays, because the partner has asked for it."),
    )  # fmt: skip

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self):
        return self.name

    @property
    def needs_reservation(self) -> bool:
        """A private recipient accepts a reservation (förbehåll, OSL 10:14) before reading."""
        return self.secrecy == self.Secrecy.PRIVATE

    @property
    def is_ending_soon(self) -> bool:
        """While it can still be renewed; afterwards nobody is asked any more."""
        on, until = timezone.localdate(), self.agreement_until
        return bool(until and self.is_active and not self.is_ours and on <= until <= on + SOON)

    def may_be_asked(self, on) -> bool:
        """Active, not ourselves, and with an agreement that holds on that day."""
        agreed = self.agreement_until is None or self.agreement_until >= on
        return self.is_active and agreed and not self.is_ours


class Service(models.Model):
    """What an organisation offers, for whom and where – and how much room there is."""

    class Capacity(models.TextChoices):
        OPEN = "open", _("Room")
        FEW = "few", _("Few places")
        FULL = "full", _("Full")
        UNKNOWN = "unknown", _("Not known")

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="services", verbose_name=_("organisation")
    )
    name = LocalText(_("name"))
    description = LocalText(_("description"), blank=True)
    is_open = models.BooleanField(_("residents may come by themselves"), default=False)
    audience = LocalText(_("for whom"), blank=True)
    how_to_come = LocalText(_("how to come there"), blank=True)
    hours = LocalText(_("when it is open"), blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    topics = models.ManyToManyField(
        Topic, blank=True, related_name="services", verbose_name=_("topics")
    )
    areas = models.ManyToManyField(
        Area, blank=True, related_name="services", verbose_name=_("areas (none: everywhere)")
    )
    from_age = models.PositiveSmallIntegerField(_("from age"), default=0)
    to_age = models.PositiveSmallIntegerField(_("to age"), default=120)
    capacity = models.CharField(
        _("room"), max_length=10, choices=Capacity, default=Capacity.UNKNOWN
    )
    capacity_said_at = models.DateTimeField(_("said at"), null=True, editable=False)
    is_active = models.BooleanField(_("in use"), default=True)
    cost = LocalText(_("cost"), blank=True)
    access = models.JSONField(_("access"), default=list, blank=True)
    address = models.CharField(_("street and number"), max_length=120, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    city = models.CharField(_("town"), max_length=60, blank=True)
    address_is_hidden = models.BooleanField(
        _("the address is hidden"), default=False,
        help_text=_("Only the areas are shown, as for a shelter. Write it in no text either."),
    )  # fmt: skip
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    hsds_id = models.UUIDField(
        _("id in Open Referral"), default=uuid.uuid4, unique=True, help_text=ID_HELP
    )
    carried = models.JSONField(_("kept for the exchange"), default=dict, editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    imported_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["organisation__name", "pk"]
        verbose_name = _("service")
        verbose_name_plural = _("services")

    def __str__(self):
        return said(self.name)

    @property
    def spoken(self) -> list[str]:
        return names_of(self.languages)

    @property
    def accesses(self) -> list[str]:
        """What it is ready for, in words."""
        return [str(one.label) for one in AccessOffered if one in self.access]

    @property
    def whole_address(self) -> str:
        """In one line; nothing where it is hidden."""
        parts = (self.address, f"{self.postal_code} {self.city}".strip())
        return "" if self.address_is_hidden else ", ".join(part for part in parts if part)

    def capacity_now(self) -> str:
        """What was said about room – unknown once it is two weeks old."""
        if self.capacity_said_at is None or timezone.now() - self.capacity_said_at > FRESH:
            return self.Capacity.UNKNOWN
        return self.capacity

    def capacity_label(self) -> str:
        return self.Capacity(self.capacity_now()).label
