"""Why we may tell: a consent of this request, or a ground in law. Never neither."""

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit.forms import UseCaseForm
from intake.forms.fields import WordsField
from intake.models import Item
from partners.languages import joined
from referrals.models import Answer, LegalGround


class ConsentBasisForm(UseCaseForm):
    """*consents* are those of this request that name this organisation and hold today.

    Beside each stands what is *told* without being covered by it.
    """

    consent_pk = forms.ChoiceField(label=_("Which consent?"), widget=forms.RadioSelect)

    def __init__(self, *args, consents, told=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["consent_pk"].choices = [(str(row.pk), _said(row, told)) for row in consents]


class GroundBasisForm(UseCaseForm):
    """*ground* is the one that was chosen, of those that fit; each of its conditions is asked."""

    ground_pk = forms.TypedChoiceField(coerce=int, widget=forms.HiddenInput)
    reasons = WordsField(
        label=_("Why does this ground apply here?"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In your own words. It is kept sealed and is not sent to the partner."),
    )  # fmt: skip

    def __init__(self, *args, ground: LegalGround | None, **kwargs):
        super().__init__(*args, **kwargs)
        asks = ground.asks() if ground else []
        self.asked = [f"condition_{number}" for number in range(1, len(asks) + 1)]
        for name, condition in zip(self.asked, asks, strict=True):
            self.fields[name] = forms.ChoiceField(
                label=condition, choices=Answer, widget=forms.RadioSelect
            )
        if ground:
            self.fields["ground_pk"].choices = [(ground.pk, str(ground))]
            self.initial["ground_pk"] = ground.pk

    def conditions(self) -> list:
        return [self[name] for name in self.asked]

    def clean(self):
        """As the use case takes it: the answers in the order of the conditions."""
        told = super().clean()
        answers = [told.pop(name, "") for name in self.asked]
        return told | {"answers": answers}


def the_chosen(grounds: list[LegalGround], key: str | None) -> LegalGround | None:
    """The one of them that was named; none if it is not among them."""
    return next((ground for ground in grounds if str(ground.pk) == key), None)


def grounds_for(kind: str, day) -> list[LegalGround]:
    """Grounds in force on *day* for such a recipient, the newest version of each."""
    return [ground for ground in LegalGround.in_force(day) if ground.fits(kind)]


def consents_for(referral, day) -> list:
    """The consents of the request that name this organisation and hold on *day*."""
    rows = referral.help_request.consents.holding_on(day)
    return list(rows.filter(organisation=referral.to_id).order_by("-given_at"))


def _said(consent, told) -> str:
    missing = [str(Item(item).label) for item in told if item not in consent.items]
    given = _given(consent)
    if not missing:
        return given
    lacks = gettext("It does not cover: %(items)s.") % {"items": joined(missing)}
    return f"{given}. {lacks}"


def _given(consent) -> str:
    return gettext("%(what)s – given on %(day)s by: %(who)s (%(how)s), until %(until)s") % {
        "what": _what(consent),
        "day": date_format(localdate(consent.given_at)),
        "until": date_format(consent.valid_until),
        "who": consent.get_given_by_display(),
        "how": consent.get_given_how_display(),
    }


def _what(consent) -> str:
    items, purpose = ", ".join(consent.item_labels()), consent.purpose_label()
    return f"{items} ({purpose})" if purpose else items
