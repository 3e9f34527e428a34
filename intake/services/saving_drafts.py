"""Nothing that is being written gets lost: it is kept sealed until it is sent, for its author.

*pk* is of what it is about; as long as that is nothing, of the author.

A draft lives until its text is sent, its author throws it away, the row it is about is erased,
or nobody has touched it for as many days as the municipality has set.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Exists
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, trail, vault
from audit.actors import CLOCK
from audit.one_by_one import one_by_one
from audit.trail import name_of
from audit.vault import shredding
from intake import words
from intake.drafts import Writing, known
from intake.models import Draft
from intake.services import sending_drafts
from intake.services.erasing import require_not_erased
from intake.services.sending_drafts import PURPOSE
from partners.models import Municipality

LONGEST = 5 * words.LONGEST  # a draft may be longer than what can be sent: it is still being cut
MOST = 50

NEWER = _("There is a newer draft of this text: it was saved in another window. Nothing is lost.")
SENT = _("This text was sent or thrown away in another window. Nothing is lost.")
TOO_LONG = _("The text is too long to be kept as a draft. Shorten it, or send it in parts.")


@dataclass(frozen=True)
class Begun:
    """A draft, opened for its author."""

    draft: Draft
    until: datetime
    texts: dict[str, str] = field(repr=False)


@dataclass(frozen=True)
class Lying:
    """A draft in a list: what it is about, and no word of it."""

    reference: str
    row_pk: object
    writing: Writing
    saved_at: datetime


@trail.act
def save(pk, *, writing: Writing, texts: dict[str, str], instead_of: str, by) -> Draft | None:
    """Keep what *by* has written so far, in place of their draft *instead_of* ("": the first).

    The log says once that it was begun, not each time it grew. An empty text is no draft. Raises
    ValidationError where the draft has changed meanwhile: it then stands as it was.
    """
    row = _held(writing, pk, by=by)
    if not writing.is_new:
        (writing.require or require_not_erased)(row)
    said = {name: words.cleaned(texts.get(name, "")) for name in writing.fields}
    if sum(map(len, said.values())) > LONGEST:
        raise ValidationError(TOO_LONG, code="too_long")
    earlier = standing(writing, pk, by=by)
    _require_same(earlier, instead_of)
    if earlier is not None:
        _destroy(earlier)
    if all(map(words.is_blank, said.values())):
        if earlier is not None:
            _say("throw_away", earlier, row, by=by)
        return None
    draft = Draft(about=name_of(row), page=writing.place, author=by, saved_at=timezone.now())
    vault.seal(draft, text=json.dumps(said))
    draft.save(force_insert=True)
    if earlier is None:
        _say("begin", draft, row, by=by)
    return draft


@trail.act
def read(pk, *, writing: Writing, by) -> Begun | None:
    """The author goes on with it, while they still reach what it is about."""
    if writing.is_new:
        guard.require(by, writing.right)
    else:
        guard.reach(writing.rows(), pk, by=by, right=writing.right)
    draft = _of(writing, pk, by).first()
    if draft is None:
        return None
    texts = json.loads(vault.unseal(draft, "text", by=by, purpose=PURPOSE))
    return Begun(draft, draft.saved_at + kept_for(), texts)


@trail.act
def throw_away(pk, *, writing: Writing, draft: str, by) -> None:
    """The author does not want *draft* any more. One that another window has saved since stays."""
    row = _held(writing, pk, by=by)
    known, draft = draft, standing(writing, pk, by=by)
    if draft is not None:
        _require_same(draft, known)
        _destroy(draft)
        _say("throw_away", draft, row, by=by)


def sweep(now: datetime | None = None) -> int:
    """The clock: what nobody has touched for so long is destroyed. Returns how many."""
    before = (now or timezone.now()) - kept_for()
    old = Draft.objects.filter(saved_at__lte=before).values_list("pk", flat=True)
    return one_by_one(_expire, old, before)


@trail.act
def _expire(pk, before: datetime) -> bool:
    rows = Draft.objects.select_for_update().defer("text")
    draft = rows.filter(pk=pk, saved_at__lte=before).first()
    if draft is None:
        return False
    _destroy(draft)
    trail.record(CLOCK, "draft.expire", draft, page=draft.page)
    return True


# --- Selectors and steps -------------------------------------------------------------------------


def _held(writing: Writing, pk, *, by):
    """What it is about, to write there; as long as that is nothing, the author."""
    if not writing.is_new:
        return guard.hold(writing.rows(), pk, by=by, right=writing.right)
    guard.require(by, writing.right)
    return get_user_model().objects.select_for_update().get(pk=by.pk)


def standing(writing: Writing, pk, *, by) -> Draft | None:
    """The draft that *by* has there, not opened."""
    return _of(writing, pk, by).defer("text").first()


def with_own(rows, writing: Writing, pk, by):
    """*rows* with *has_draft*, so that showing the row *pk* asks the database nothing more."""
    return rows.annotate(has_draft=Exists(_of(writing, pk, by)))


def begun_by(user) -> list[Lying]:
    """What *user* has begun and can go on with: the newest first, and no word of it."""
    drafts = Draft.objects.filter(author=user).order_by("-saved_at").defer("text")
    found = [(writing, one) for one in drafts[:MOST] if (writing := known(one.page))]
    named = _references([(writing, one.about) for writing, one in found], user)
    return [
        Lying(named[one.about], _pk(one.about), writing, one.saved_at)
        for writing, one in found
        if one.about in named
    ]


def drop(writing: Writing, row, sent: dict[str, str], *, by) -> None:
    """Step: what was a draft is *sent* now. The line of sending says so. Another text stays."""
    draft = _of(writing, row.pk, by).first()
    if draft is not None and sending_drafts.goes(draft, sent, writing=writing, by=by):
        _destroy(draft)


def forget(row, *writings: Writing) -> None:
    """Step: what anybody has begun to write about *row* is gone – all of it, or only *writings*.

    The line of what has happened to the row says so.
    """
    drafts = Draft.objects.filter(about=name_of(row)).defer("text")
    if writings:
        drafts = drafts.filter(page__in=[one.place for one in writings])
    for draft in drafts:
        _destroy(draft)


def put_on_top(writing: Writing, row, texts: dict[str, str], *, by) -> None:
    """Step: what was sent and taken back is a draft again, above what was begun meanwhile."""
    earlier = _of(writing, row.pk, by).first()
    if earlier is not None:
        begun = json.loads(vault.unseal(earlier, "text", by=by, purpose=PURPOSE))
        texts = {name: "\n\n".join(filter(None, [text, begun.get(name)]))
                 for name, text in texts.items()}  # fmt: skip
        _destroy(earlier)
    draft = Draft(about=name_of(row), page=writing.place, author=by, saved_at=timezone.now())
    vault.seal(draft, text=json.dumps(texts))
    draft.save(force_insert=True)
    _say("begin", draft, row, by=by)


def kept_for() -> timedelta:
    days = Municipality.objects.values_list("draft_days", flat=True).first()
    return timedelta(days=days or Municipality._meta.get_field("draft_days").default)


def _of(writing: Writing, pk, by):
    return Draft.objects.filter(about=writing.about(pk), page=writing.place, author=by)


def _require_same(earlier: Draft | None, instead_of: str) -> None:
    if instead_of == (str(earlier.pk) if earlier else ""):
        return
    raise ValidationError(*((NEWER, "newer") if earlier else (SENT, "sent")))


def _destroy(draft: Draft) -> None:
    """It is gone at once, and its key with it: nothing of it opens in a copy of the database."""
    shredding.shred([name_of(draft)])
    Draft.objects.filter(pk=draft.pk).delete()


def _say(verb: str, draft: Draft, row, *, by) -> None:
    trail.record(by, f"draft.{verb}", row, draft=draft.pk, page=draft.page)


def _references(begun: list[tuple[Writing, str]], user) -> dict[str, str]:
    """Of what is still within reach: the trail's name and the reference number."""
    found = {name_of(user): ""}  # what is not there yet has no number
    for model in {writing.model for writing, _about in begun if not writing.is_new}:
        pks = [_pk(about) for writing, about in begun if writing.model is model]
        rows = model._default_manager.visible_to(user).filter(pk__in=pks)
        found |= {name_of(row): row.reference for row in rows.only("pk", "reference")}
    return found


def _pk(about: str) -> str:
    return about.rpartition("/")[2]
