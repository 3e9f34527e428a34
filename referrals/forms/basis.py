"""Why we may tell: a consent of this request, or a ground in law. Never neither."""

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from audit.forms import UseCaseForm
from intake.forms.fields import WordsField
from referrals.models import LegalGround


class ConsentBasisForm(UseCaseForm):
    """*consents* are those of this request that name this organisation and hold today."""

    consent_pk = forms.ChoiceField(label=_("Which consent?"), widget=forms.RadioSelect)

    def __init__(self, *args, consents, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["consent_pk"].choices = [(str(row.pk), _said(row)) for row in consents]


class GroundBasisForm(UseCaseForm):
    """*grounds* are those that fit the recipient's kind and are in force today."""

    ground_pk = forms.TypedChoiceField(
        label=_("Which ground?"), coerce=int, widget=forms.RadioSelect
    )
    reasons = WordsField(
        label=_("Why does this ground apply here?"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In your own words. It is kept sealed and is not sent to the partner."),
    )  # fmt: skip

    def __init__(self, *args, grounds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ground_pk"].choices = [(row.pk, str(row)) for row in grounds]


def grounds_for(kind: str, day) -> list[LegalGround]:
    """Grounds in force on *day* for such a recipient, the newest version of each."""
    found: dict[str, LegalGround] = {}
    for ground in LegalGround.objects.order_by("code", "-version"):
        if ground.holds_on(day) and ground.fits(kind):
            found.setdefault(ground.code, ground)
    return list(found.values())


def consents_for(referral, day) -> list:
    """The consents of the request that name this organisation and hold on *day*."""
    rows = referral.help_request.consents.holding_on(day)
    return list(rows.filter(organisation=referral.to_id).order_by("-given_at"))


def _said(consent) -> str:
    return _now("%(what)s – until %(until)s, said by: %(who)s (%(how)s)") % {
        "what": ", ".join(consent.item_labels()),
        "until": date_format(consent.valid_until),
        "who": consent.get_given_by_display(),
        "how": consent.get_given_how_display(),
    }
