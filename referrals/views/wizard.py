"""Referring, step by step: to whom, what is told, on what basis – and a look before it leaves.

Behind the steps stands a draft, so that nothing is lost between them.
"""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from audit.guard import guarded
from intake.models import Purpose
from intake.services import reading as intake_reading
from intake.services import saving_drafts
from intake.views.drafts import begun, keeps_draft
from partners.models import Kind, Service
from referrals import drafts, rights
from referrals.forms.basis import (
    ConsentBasisForm,
    GroundBasisForm,
    consents_for,
    grounds_for,
    the_chosen,
)
from referrals.forms.desk import AgreeForm, SendForm, SubmitForm
from referrals.forms.filters import of_request, with_nobody_next
from referrals.forms.package import NeedsForm, PackageForm, as_written
from referrals.lifecycle import REVISE
from referrals.services import adding_files, allowing, drafting, reading, sending
from referrals.services.disclosing import CODES_ONLY, is_codes_only, limit_of
from referrals.services.holding import require
from referrals.views import facts, grounding, offers, rows, words
from referrals.views.gates import may_submit, with_what_to_do
from referrals.views.posting import posted

STEPS = (_("Partner"), _("What to tell"), _("Basis"), _("Look and send"))


def _page(request, step: int, name: str, **context):
    context |= {"steps": STEPS, "step": step}
    return render(request, f"referrals/desk/{name}.html", context)


@guarded(rights.SEND)
def choose(request, pk):
    """Whom to ask, with what speaks for and against each."""
    help_request = rows.help_request(pk, request.user)
    earlier = of_request(rows.ours(request.user), pk)
    kinds = offers.offers_for(help_request, earlier)
    needs = NeedsForm(posted(request))
    suggested = offers.suggestions(help_request, earlier, needs.chosen())
    return _page(
        request, 1, "choose", help_request=help_request, age=words.age(help_request.age_band),
        kinds=kinds, suggested=suggested, needs=needs,
    )  # fmt: skip


@guarded(rights.SEND)
@keeps_draft(drafts.BEGIN)
def begin(request, pk, service_pk):
    """What to tell a partner that has not been written to yet."""
    help_request = rows.help_request(pk, request.user)
    service = get_object_or_404(Service.objects.select_related("organisation"), pk=service_pk)
    needs, written = ["interpreter"] if help_request.interpreter else [], posted(request)
    if "carried" in request.POST:  # what was ticked where the partner was chosen, and no more
        needs, written = [*needs, *NeedsForm(written).chosen()], None
    form = PackageForm(
        written, only=CODES_ONLY if service.organisation.kind == Kind.POLICE else None,
        agreed=allowing.agreed_with(service.organisation, timezone.localdate()),
        files=adding_files.offered(pk),
        initial={"urgency": help_request.urgency, "access": needs},
    )  # fmt: skip
    if form.is_bound and "show_words" not in request.POST:
        draft = form.run(
            drafting.draft, pk, to_pk=service.organisation_id, service_pk=service.pk,
            by=request.user,
        )  # fmt: skip
        if draft:
            return redirect("desk:referral_basis", draft.pk)
    is_sent = request.method == "POST" and "carried" not in request.POST
    kept = begun(request, drafts.BEGIN.of(service.pk), help_request, form, is_sent=is_sent)
    return _package_page(request, form, help_request, service, **kept)


@guarded(rights.SEND)
@keeps_draft(drafts.PACKAGE)
def package(request, pk):
    """What to tell, once more. A change makes an approval fall."""
    draft = rows.referral(pk, request.user)
    require(REVISE, draft)
    asked = {
        "only": CODES_ONLY if is_codes_only(draft) else None,
        "agreed": allowing.agreed_with(draft.to, timezone.localdate()),
        "files": adding_files.offered(draft.help_request_id),
    }
    form = PackageForm(posted(request), **asked)
    if not form.is_bound:
        opened = reading.open_own(pk, by=request.user, purpose=Purpose.REFERRAL)
        goals = [text for _goal, text in opened.goals]
        form = PackageForm(initial=as_written(opened.texts, goals, opened.files, draft), **asked)
    elif "show_words" not in request.POST and form.run(drafting.revise, pk, by=request.user):
        return redirect("desk:referral_basis", pk)
    kept = begun(request, drafts.PACKAGE, draft, form)
    return _package_page(request, form, draft.help_request, draft.service, referral=draft, **kept)


def _package_page(request, form, help_request, service, **more):
    """With the person's own words beside, if asked for: read, and so traced – never copied."""
    words = None
    if "show_words" in request.POST:
        words = intake_reading.read(help_request.pk, by=request.user, purpose=Purpose.REFERRAL)
        form = form.unjudged()
    return _page(
        request, 2, "package", form=form, words=words, help_request=help_request,
        service=service, **more,
    )  # fmt: skip


@guarded(rights.SEND)
@keeps_draft(drafts.REASONS)
def basis(request, pk):
    """On what we may tell: the person's consent, or a ground in law, condition by condition."""
    draft, today = rows.referral(pk, request.user), timezone.localdate()
    require(REVISE, draft)
    consents, grounds = consents_for(draft, today), grounds_for(draft.to.kind, today)
    named = request.POST.get("ground_pk") or request.GET.get("ground")
    chosen = the_chosen(grounds, named)
    by_consent = request.POST if "by_consent" in request.POST else None
    by_ground = request.POST if "by_ground" in request.POST else None
    told = draft.package.items
    consent_form = ConsentBasisForm(by_consent, consents=consents, told=told)
    weighed = {} if by_ground else grounding.as_weighed(draft, chosen, by=request.user)
    ground_form = GroundBasisForm(by_ground, ground=chosen, initial=weighed)
    for form, use_case in (
        (consent_form, drafting.set_consent_basis),
        (ground_form, drafting.set_ground_basis),
    ):
        if form.is_bound and form.run(use_case, pk, by=request.user):
            return redirect("desk:referral_preview", pk)
    kept = begun(
        request, drafts.REASONS, draft, ground_form, is_there=bool(chosen),
        is_sent=by_ground is not None,
    )  # fmt: skip
    lying = None if chosen else saving_drafts.standing(drafts.REASONS, pk, by=request.user)
    return _page(
        request, 3, "basis", referral=draft, help_request=draft.help_request,
        consents=consents, grounds=grounding.explained(grounds), chosen=chosen,
        about_ground=chosen and grounding.beside(draft, chosen),
        consent_form=consent_form, ground_form=ground_form, basis=facts.basis(draft),
        lying=lying, **kept,
    )  # fmt: skip


@guarded(rights.SEND)
def preview(request, pk):
    """The partner's own view, before and after accepting. What is sent is what was seen."""
    form = SendForm(posted(request), is_protected=rows.is_protected(pk, request.user))
    if form.is_bound and form.run(sending.send, pk, by=request.user):
        messages.success(request, _("The referral has been sent."))
        return redirect("desk:referral", pk)
    return preview_page(request, pk, form=form)


@guarded(rights.SEND)
@require_POST
def submit(request, pk):
    """Lay exactly what was previewed in front of a second person."""
    form = SubmitForm(request.POST)
    if form.run(sending.submit, pk, by=request.user):
        messages.success(request, _("A second person has been asked. You are told what they say."))
        return redirect("desk:referral", pk)
    return preview_page(request, pk, submit=form)


def preview_page(request, pk, *, form=None, submit=None, agree=None):
    """Step 4, with whichever of its three forms was sent."""
    seen = drafting.preview(pk, by=request.user)
    draft, gates = seen.referral, with_what_to_do(seen.referral)
    protected = rows.is_protected(pk, request.user)
    others = with_nobody_next(rows.ours(request.user), draft)
    return _page(
        request, 4, "preview", seen=seen, referral=draft, gates=gates,
        help_request=rows.help_request(draft.help_request_id, request.user),
        form=form or SendForm(is_protected=protected), others=others, tried=form or submit or agree,
        agree=agree or AgreeForm(others=others, is_protected=protected),
        envelope=words.of_envelope(draft, seen.envelope), basis=facts.basis(draft),
        limit=limit_of(draft), is_ready=all(gate.is_met for gate in gates),
        may_submit=may_submit(draft, gates),
    )  # fmt: skip


@guarded(rights.SEND)
def discard(request, pk):
    """Throw a draft away: its key is destroyed, only its trace remains."""
    draft = rows.referral(pk, request.user)
    if request.method == "POST":
        home = draft.help_request_id
        drafting.discard(pk, by=request.user)
        messages.success(request, _("The draft has been thrown away."))
        return redirect("desk:request_referrals", home)
    return render(request, "referrals/desk/discard.html", {"referral": draft})
