"""One request: its facts, and – for a stated purpose – its words."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from audit.guard import guarded
from intake import drafts, rights
from intake.forms.desk import AnswerForm, NoteForm, PurposeForm, WeighForm
from intake.forms.standard import StandardForm
from intake.lifecycle import ANSWER, TAKE, UNDER_WAY, moves_open_to
from intake.models import HelpRequest, Way
from intake.services import (
    answering,
    conflicting,
    erasing,
    linking,
    noting,
    planning,
    reading,
    suggesting,
)
from intake.views import bubbles, contact_rules, facts, purposes
from intake.views.drafts import begun, keeps_draft
from intake.views.keeping import keeps_text

FACTS = (
    "topic", "area", "arena", "assigned_to", "no_suspicion_by", "safe_contact", "receipt",
)  # fmt: skip
PARTS = {"words": "desk:words", "notes": "desk:notes", "children": "desk:children_words"}


@guarded(rights.SEE_QUEUE)
def help_request(request, pk):
    """The facts, and what has happened. Looking here opens nothing."""
    row = look(pk, request.user)
    context = {
        **frame(request, row, "desk:request"),
        **planning.state_of(row, request.user),
        "facts": facts.of(row),
        "rules": contact_rules.orders(row.safe_contact),
        "may_call": may_call(request.user, row),
        "may_give_code": answering.has_thread(row) and request.user.has_perm(rights.WRITE),
        "timeline": facts.timeline(row),
        "purpose_form": PurposeForm(initial={"purpose": purposes.usual(request)}),
        "part": "words",
        "is_under_way": row.status in UNDER_WAY,
        **_relations(request.user, row),
        "may_erase": request.user.has_perm(rights.ERASE) and row.status not in UNDER_WAY,
        "erasure": erasing.done_to(row) if row.erased_at else None,
        "aside": conflicting.aside(row) if request.user.has_perm(rights.LIFT) else [],
    }
    return render(request, "intake/desk/request.html", context)


@guarded(rights.READ)
def open_words(request, pk):
    """Ask for the purpose. From then on the words open for half an hour, each time traced."""
    part = request.POST.get("part") or request.GET.get("part")
    form = PurposeForm(request.POST or None, initial={"purpose": purposes.usual(request)})
    if request.method == "POST" and form.is_valid():
        purpose = form.cleaned_data["purpose"]
        reading.begin(pk, by=request.user, purpose=purpose)
        purposes.state(request, pk, purpose)
        return redirect(PARTS.get(part, "desk:words"), pk)
    row = look(pk, request.user)
    current = PARTS.get(part, "desk:words")
    context = {**frame(request, row, current), "purpose_form": form, "part": part}
    return render(request, "intake/desk/open.html", context)


@guarded(rights.READ)
def words(request, pk):
    """What the person wrote, how to reach them safely, the conversation and our notes.

    Something new from the person takes a purpose anew: it counts as read from then.
    """
    purpose = purposes.stated(request, pk)
    if not purpose:
        return redirect("desk:open", pk)
    try:
        opened = reading.read_again(pk, by=request.user, purpose=purpose)
    except reading.Unread:
        return redirect("desk:open", pk)
    row = opened.help_request
    may_answer = any(one.verb == ANSWER.verb for one in moves_open_to(request.user, row))
    form, is_begun = AnswerForm(is_protected=row.is_protected), may_answer and row.has_draft
    context = {
        **begun(request, drafts.ANSWER, row, form, is_there=is_begun),
        **frame(request, row, "desk:words"),
        "opened": opened,
        "conversation": bubbles.conversation(opened),
        "noted": bubbles.notes(opened.notes),
        "contact": contact(opened),
        "rules": contact_rules.orders(row.safe_contact),
        "may_call": may_call(request.user, row),
        "has_thread": answering.has_thread(row),
        "is_under_way": row.status in UNDER_WAY,
        "may_answer": may_answer,
        "answer_form": form,
        "standard": standard_for(row),
        # Beside the words, while nobody has taken it: weighed and taken in one step.
        "weigh_form": weigh_form(row) if TAKE in moves_open_to(request.user, row) else None,
    }
    return render(request, "intake/desk/words.html", context)


@guarded(rights.READ)
@keeps_text
@keeps_draft(drafts.NOTE)
def notes(request, pk):
    """What colleagues have noted; and the place to note something."""
    form = NoteForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.run(noting.note, pk, by=request.user):
        return redirect("desk:notes", pk)
    purpose = purposes.stated(request, pk)
    if not purpose and request.method != "POST":
        return redirect(f"{reverse('desk:open', args=[pk])}?part=notes")
    row, noted = look(pk, request.user), []
    if purpose:
        row, noted = reading.read_notes(pk, by=request.user, purpose=purpose)
    context = {
        **frame(request, row, "desk:notes"), **begun(request, drafts.NOTE, row, form),
        "form": form, "notes": bubbles.notes(noted),
    }  # fmt: skip
    return render(request, "intake/desk/notes.html", context)


def contact(opened: reading.Opened) -> list[tuple]:
    """The phone number is not among them: it opens for whoever calls."""
    return [(_("Name"), opened.contact["name"]), (_("E-mail"), opened.contact["email"])]


def standard_for(row: HelpRequest, data=None) -> StandardForm:
    answers = suggesting.standard_answers(row)
    return StandardForm(data or None, answers=answers, help_request=row)


def weigh_form(row: HelpRequest, data=None) -> WeighForm:
    known = {"topics": suggesting.topics(), "areas": suggesting.areas()}
    return WeighForm(data, help_request=row, **known)


def may_call(user, row: HelpRequest) -> bool:
    return row.safe_contact.way == Way.PHONE and user.has_perm(rights.WRITE)


def _relations(user, row: HelpRequest) -> dict:
    """Other requests that it has to do with, as far as *user* reaches them."""
    may = user.has_perm(rights.TRIAGE) and not row.erased_at
    return {
        "relatives": linking.relatives(row, by=user), "may_unlink": may,
        "may_relate": may and row.status in UNDER_WAY,
    }  # fmt: skip


def look(pk, user) -> HelpRequest:
    """One request within reach, without its story. Leaves its line."""
    rows = HelpRequest.objects.without_words().select_related(*FACTS)
    return reading.look(rows, pk, by=user, right=rights.SEE_QUEUE)


def frame(request, row: HelpRequest, current: str) -> dict:
    """What every page about a request shows around it."""
    return {
        "help_request": row,
        "tabs": facts.tabs(row, current),
        "moves": facts.moves(request.user, row),
        "way_back": facts.way_back(request),
    }
