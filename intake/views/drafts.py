"""Drafts on a page where something is written: saved, thrown away, and there again."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from audit.moves import MoveNotAllowed
from audit.vault import Erased
from intake import rights
from intake.drafts import Writing
from intake.services import saving_drafts, sending_drafts

OWN_DAY = "mine"


def keeps_draft(writing: Writing):
    """The page saves what is written as a draft, and throws it away, when its buttons say so."""

    def declare(view):
        @wraps(view)
        def kept(request, pk=None, **which):
            about = request.user.pk if writing.is_new else pk
            this = writing.of(*which.values()) if which else writing
            if request.method == "POST" and "save_draft" in request.POST:
                return _save(request, this, about)
            if request.method == "POST" and "throw_draft" in request.POST:
                return _throw_away(request, this, about)
            try:
                with sending_drafts.sent_from(request.POST.get("draft", "")) as window:
                    answer = view(request) if writing.is_new else view(request, pk, **which)
            except MoveNotAllowed as refusal:
                return _left(request, this, about, refusal)
            if window.left is not None:
                messages.warning(request, _stays(writing, window.left))
            return answer

        kept.keeps = writing
        return kept

    return declare


def begun(
    request, writing: Writing, row, form, *, is_there: bool = True, is_sent: bool | None = None
) -> dict:
    """What the page shows of a draft. A form that nothing was sent to begins with its words.

    Not *is_there*: the page has looked already, and there is none. *is_sent*: something was
    typed in this form, if a page has more than one that can be sent.
    """
    if not set(writing.fields) & set(form.fields) or not request.user.has_perm(writing.right):
        return {}
    is_sent = request.method == "POST" if is_sent is None else is_sent
    shown = {"writing": writing, "draft_pk": request.POST.get("draft", "") if is_sent else ""}
    if is_sent or not is_there:
        return shown
    found = opened(request, writing, row.pk)
    if found is None:
        return shown
    form.initial |= found.texts
    return shown | {"draft": found, "draft_pk": found.draft.pk}


def opened(request, writing: Writing, pk) -> saving_drafts.Begun | None:
    """What is begun there, if anything is and it opens."""
    if not saving_drafts.standing(writing, pk, by=request.user):
        return None
    try:
        return saving_drafts.read(pk, writing=writing, by=request.user)
    except Erased:  # its key did not come back with a backup: there is nothing to go on with
        return None


def drafts_of(user) -> list[tuple]:
    """What *user* has begun and can go on with, and where."""
    return [(one, one.writing.address(one.row_pk)) for one in saving_drafts.begun_by(user)]


def _save(request, writing: Writing, pk):
    is_quiet = "quiet" in request.POST
    try:
        draft = saving_drafts.save(
            pk, writing=writing, texts=_typed(request, writing),
            instead_of=request.POST.get("draft", ""), by=request.user,
        )  # fmt: skip
    except ValidationError as refusal:
        return _refused(request, writing, pk, refusal)
    if is_quiet:
        return JsonResponse({"draft": str(draft.pk) if draft else "", "says": _said(draft)})
    (messages.success if draft else messages.info)(request, _said(draft))
    if request.FILES:
        messages.warning(request, _("What you attached is not in the draft. Attach it again."))
    return redirect(_back(request, writing, pk))


def _refused(request, writing: Writing, pk, refusal: ValidationError):
    """Nothing was saved: what was typed is shown beside the button that saves it all the same."""
    if "quiet" in request.POST:
        return JsonResponse({"says": " ".join(refusal.messages)}, status=409)
    context = {
        "reasons": refusal.messages,
        "standing": saving_drafts.standing(writing, pk, by=request.user),
        "texts": _typed(request, writing).items(),
        "action": writing.target(pk),
        "back": _back(request, writing, pk),
        "base": _base(writing),
    }  # fmt: skip
    return render(request, "intake/desk/draft_refused.html", context, status=409)


def _throw_away(request, writing: Writing, pk):
    draft = request.POST.get("draft", "")
    try:
        saving_drafts.throw_away(pk, writing=writing, draft=draft, by=request.user)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("What you had begun is thrown away."))
    return redirect(_back(request, writing, pk))


def _left(request, writing: Writing, pk, refusal: MoveNotAllowed):
    """It cannot be sent any more: what was written is shown, to be copied or thrown away."""
    if request.method == "POST":
        texts, draft = _typed(request, writing), None
    else:
        draft = opened(request, writing, pk)
        texts = draft.texts if draft else {}
    if not any(texts.values()):
        raise refusal
    shown = {
        "reasons": refusal.messages, "texts": texts.values(), "draft": draft,
        "action": writing.target(pk), "own_list": _own_list(request.user), "base": _base(writing),
    }  # fmt: skip
    return render(request, "intake/desk/draft_left.html", shown, status=409)


def _base(writing: Writing) -> str:
    """Whose page it is: a partner's bears the partner's name."""
    return "base_portal.html" if writing.page.startswith("portal:") else "base_desk.html"


def _typed(request, writing: Writing) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in writing.fields}


def _back(request, writing: Writing, pk) -> str:
    """Back to where the button was pressed, if the same form stands there."""
    asked = request.POST.get("save_draft") or request.POST.get("throw_draft")
    if asked == OWN_DAY:
        return _own_list(request.user)
    known = {page.rpartition(":")[2]: page for page in writing.also_on}
    if asked in known or writing.shown_on:
        return writing.address(pk, known.get(asked, ""))
    return request.get_full_path()


def _own_list(user) -> str:
    """Where their drafts are listed: in My day, for whoever has one."""
    return reverse("desk:mine" if user.has_perm(rights.SEE_QUEUE) else "account_begun")


def _stays(writing: Writing, draft) -> str:
    saved = date_format(localtime(draft.saved_at), "SHORT_DATETIME_FORMAT")
    told = {"what": writing.label, "at": saved}
    said = _(
        "“%(what)s”: another text of yours, saved in another window (%(at)s), is still there as a "
        "draft."
    )
    return said % told


def _said(draft) -> str:
    if draft is None:
        return _("There is nothing to keep.")
    return _("Saved at %s. Only you can read it.") % date_format(
        localtime(draft.saved_at), "TIME_FORMAT"
    )
