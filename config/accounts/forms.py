"""What people fill in about accounts, their own and others'."""

from datetime import datetime, time

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from audit.forms import UseCaseForm
from config.accounts.models import PEOPLES_ROLES, User
from config.accounts.roles import Role
from config.accounts.services.placing import PARTNER_ROLES
from intake.services import redistributing
from partners.models import Organisation, Team


def _password_rules() -> str:
    return " ".join(password_validators_help_texts())


class LastDayField(forms.DateField):
    """A day; the access lasts to its end."""

    widget = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")

    def prepare_value(self, value):
        return timezone.localtime(value).date() if isinstance(value, datetime) else value

    def clean(self, value):
        day = super().clean(value)
        return timezone.make_aware(datetime.combine(day, time(23, 59, 59))) if day else None


class PlaceForm(UseCaseForm):
    """Where somebody belongs: role, organisation, teams, and until when."""

    role = forms.ChoiceField(label=_("Role"), choices=PEOPLES_ROLES)
    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=None)
    teams = forms.ModelMultipleChoiceField(
        label=_("Teams"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Only for our own staff. The teams decide which requests they reach."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.filter(is_active=True)
        self.fields["teams"].queryset = Team.objects.all()


class InviteForm(PlaceForm):
    email = forms.EmailField(
        label=_("E-mail at work"),
        help_text=_("The invitation is sent there, and it is how they sign in."),
    )
    name = forms.CharField(label=_("Name"), max_length=80)
    language = forms.ChoiceField(label=_("Language"), choices=settings.STAFF_LANGUAGES)
    account_expires_at = LastDayField(
        label=_("Last day"), required=False, help_text=_("Empty: until further notice.")
    )
    field_order = [
        "name",
        "email",
        "organisation",
        "role",
        "teams",
        "language",
        "account_expires_at",
    ]


class InviteMemberForm(UseCaseForm):
    """A partner's lead invites one of their own."""

    name = forms.CharField(label=_("Name"), max_length=80)
    email = forms.EmailField(
        label=_("E-mail at work"),
        help_text=_("The invitation is sent there, and it is how they sign in."),
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=[(role.value, role.label) for role in PARTNER_ROLES],
        widget=forms.RadioSelect, initial=Role.PARTNER_MEMBER,
        help_text=_("A registrar registers and reads no referrals; a lead may do what you may."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=settings.STAFF_LANGUAGES)
    account_expires_at = LastDayField(
        label=_("Last day"), required=False, help_text=_("Empty: until further notice.")
    )


class ChangeForm(PlaceForm):
    expires_at = LastDayField(
        label=_("Last day"), required=False, help_text=_("Empty: until further notice.")
    )
    field_order = ["organisation", "role", "teams", "expires_at"]

    @classmethod
    def about(cls, user: User, data=None):
        teams = Team.objects.filter(group__in=user.groups.all())
        initial = {
            "role": user.role, "organisation": user.organisation_id,
            "teams": [team.pk for team in teams], "expires_at": user.expires_at,
        }  # fmt: skip
        return cls(data, initial=initial)


class EndAccessForm(UseCaseForm):
    """Asks nothing, unless somebody still has requests."""

    at_once = forms.BooleanField(
        label=_("End it now all the same. The team lead is told, and hands out what they have."),
        required=False,
    )  # fmt: skip

    def __init__(self, *args, somebody: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.left = redistributing.in_hand(somebody)
        if not self.left:
            del self.fields["at_once"]


class ProfileForm(UseCaseForm):
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("What colleagues see."))
    alias = forms.CharField(
        label=_("Name shown to residents"), max_length=40, required=False,
        help_text=_("For example a first name. Empty: only the role is shown."),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language of notices"), choices=settings.STAFF_LANGUAGES,
        help_text=_("The e-mails we send you."),
    )  # fmt: skip
    has_shortcuts = forms.BooleanField(
        label=_("Keyboard shortcuts of a single letter"), required=False,
        help_text=_("Turn them off if you speak to the computer or press keys by mistake."),
    )  # fmt: skip


class JoinForm(UseCaseForm):
    password = forms.CharField(
        label=_("Choose a password"), strip=False, help_text=lazy(_password_rules, str)(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    password2 = forms.CharField(
        label=_("The same password again"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def clean(self):
        once, twice = self.cleaned_data.get("password"), self.cleaned_data.pop("password2", None)
        if once and twice and once != twice:
            self.add_error("password2", _("The two passwords are not the same."))
        return self.cleaned_data


class FindForm(forms.Form):
    """Narrow the list of people. Everything is optional; what is odd is ignored."""

    is_filter = True

    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=[("", _("All")), *PEOPLES_ROLES]
    )
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), required=False, empty_label=_("All"),
        queryset=Organisation.objects.all(),
    )  # fmt: skip
    state = forms.ChoiceField(
        label=_("Access"), required=False,
        choices=[("", _("Active")), ("ended", _("Ended")), ("all", _("All"))],
    )  # fmt: skip
