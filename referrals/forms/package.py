"""What a partner is to be told: chosen and rewritten by a person, never copied."""

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from audit.forms import UseCaseForm
from intake.forms.fields import WordsField
from intake.models import Item, Urgency
from referrals.models import Access

GOALS = ("goal_1", "goal_2", "goal_3")
WHAT_LEAVES = {
    Item.NAME: _("Name – what the person wants to be called"),
    Item.PHONE: _("Phone number – so that the partner can call"),
    Item.EMAIL: _("E-mail address – so that the partner can write"),
    Item.WISHES: _("How to make contact safely – hours, voicemail, who may know"),
}


class NeedsForm(forms.Form):
    """What a partner must be ready for, asked before one is chosen. Nothing of it is kept."""

    access = forms.MultipleChoiceField(
        label=_("What must the partner be ready for?"), choices=Access, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def chosen(self) -> list[str]:
        return self.cleaned_data["access"] if self.is_bound and self.is_valid() else []


class PackageForm(UseCaseForm):
    needed_later = ("goal_1",)  # a draft may wait for it, what is sent may not

    goal_1 = WordsField(
        label=_("What should the help lead to?"), max_length=200, required=False,
        help_text=_(
            "The partner answers goal by goal how it went. At least one is needed to send it."
        ),
    )  # fmt: skip
    goal_2 = WordsField(label=_("A second goal"), max_length=200, required=False)
    goal_3 = WordsField(label=_("A third goal"), max_length=200, required=False)
    situation = WordsField(
        label=_("What the help is about, in our words"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_(
            "Write only what this partner needs in order to help. Do not copy what the person "
            "wrote. Leave out names of others."
        ),
    )  # fmt: skip
    items = forms.MultipleChoiceField(
        label=_("What more leaves the house?"), choices=list(WHAT_LEAVES.items()),
        required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "The partner sees it only after accepting, and until the referral has ended. "
            "What is not ticked is not sent at all."
        ),
    )  # fmt: skip
    attachments = forms.MultipleChoiceField(
        label=_("Pictures and documents that go along"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Look at each of them first. Nothing in it can be covered, and a picture also shows "
            "others. The partner can open them after accepting."
        ),
    )  # fmt: skip
    access = forms.MultipleChoiceField(
        label=_("What must the partner be ready for?"),
        choices=Access,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Part of the blind envelope: seen before the partner accepts."),
    )
    urgency = forms.ChoiceField(
        label=_("How urgent is it?"), choices=Urgency, initial=Urgency.NORMAL,
        widget=forms.RadioSelect,
        help_text=_("Decides how soon the partner must answer, and what happens if it does not."),
    )  # fmt: skip

    purpose = forms.ChoiceField(
        label=_("What is it told for?"), widget=forms.RadioSelect,
        help_text=_(
            "The agreement with the partner says what may be told for each purpose. More is not "
            "sent."
        ),
    )  # fmt: skip
    field_order = ["purpose"]

    def __init__(self, *args, only=None, agreed=None, files=(), **kwargs):
        """*only*: the items such a partner may get. Then no free text goes, and none is asked.
        *agreed*: the purposes that the agreement with it names; without one none is asked.
        *files*: what the person has attached, as far as we may open it.
        """
        super().__init__(*args, **kwargs)
        if only is None and files:
            self.fields["attachments"].choices = [(str(one.pk), _described(one)) for one in files]
        else:
            del self.fields["attachments"]
        if agreed is None:
            del self.fields["purpose"]
        else:
            self.fields["purpose"].choices = [
                (one.code, f"{one.title} – {one.items_said()}") for one in agreed.values()
            ]
        if only is not None:
            for name in (*GOALS, "situation"):
                del self.fields[name]
            labels = [(item, label) for item, label in WHAT_LEAVES.items() if item in only]
            self.fields["items"].choices = labels

    def clean(self):
        """As the use case takes it: a list of goals, and the situation as an item if written."""
        given = super().clean()
        goals = [given.get(name, "").strip() for name in GOALS]
        situation = given.get("situation", "").strip()
        told = [Item.SITUATION] if situation or any(goals) else []
        return {
            "goals": [goal for goal in goals if goal],
            "situation": situation,
            "items": [*told, *given.get("items", [])],
            "attachments": given.get("attachments", []),
            "access": given.get("access", []),
            "urgency": given.get("urgency"),
            "purpose": given.get("purpose", ""),
        }

    def unjudged(self):
        """The same form with all that was typed and no verdict on it yet."""
        typed = {name: self[name].value() for name in self.fields}
        form = PackageForm(initial=typed)
        form.fields = self.fields
        return form


def _described(attachment) -> str:
    """Without its name, which is sealed and somebody's own."""
    when = date_format(localtime(attachment.added_at), "SHORT_DATETIME_FORMAT")
    size = filesizeformat(attachment.size)
    return f"{attachment.get_kind_display()}, {when}, {size}"


def as_written(texts: dict, goals: list[str], files, referral) -> dict:
    """A draft's words, back in the fields they came from."""
    lines = dict(zip(GOALS, goals, strict=False))
    return {
        **lines,
        "situation": texts.get("situation", ""),
        "items": list(referral.package.items),
        "attachments": [str(one.attachment_id) for one in files],
        "access": list(referral.access),
        "urgency": referral.urgency,
        "purpose": referral.purpose,
    }
