"""A register extract: who asks, what is given, a second look, the paper and the file."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.guard import guarded
from audit.serving import serve
from config.overview import bundles
from config.overview.extract_forms import BeginForm, CheckForm, HandOverForm
from intake import rights
from intake.lifecycle import DROP_EXTRACT, ExtractState
from intake.models import GIVEN, HelpRequest
from intake.services import reading
from intake.services.extracting import names_at_work
from intake.views.requests import FACTS, frame
from referrals.services import enclosing, extracting, fetching, guardians

PAGE = 25
ENDED = (ExtractState.HANDED_OVER, ExtractState.DROPPED)


@guarded(rights.PREPARE_EXTRACT)
def begin(request, pk):
    """Somebody asks what we hold about them. One extract from one request at a time."""
    rows = HelpRequest.objects.without_words().select_related(*FACTS)
    row = reading.look(rows, pk, by=request.user, right=rights.PREPARE_EXTRACT)
    form = BeginForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        extract = form.run(extracting.begin, pk, by=request.user)
        if extract:
            return redirect("desk:extract_check", extract.pk)
    earlier = list(row.extracts.select_related("prepared_by").defer("package"))
    context = {
        **frame(request, row, "desk:request"), "form": form, "earlier": earlier,
        "running": fetching.running(row),
    }  # fmt: skip
    return render(request, "overview/extract_begin.html", context)


@guarded(rights.PREPARE_EXTRACT)
@require_safe
def extracts(request):
    """What waits, the oldest first; then what has been handed over."""
    mine = fetching.rows().visible_to(request.user)
    waiting = list(mine.exclude(status__in=ENDED).order_by("asked_on"))
    page = Paginator(mine.filter(status__in=ENDED), PAGE).get_page(request.GET.get("page"))
    extracting.note_list(len(waiting) + len(page.object_list), by=request.user)
    return render(request, "overview/extracts.html", {"waiting": waiting, "page": page})


@guarded(rights.PREPARE_EXTRACT)
def check(request, pk):
    """Every text, opened; what of it is given, and what not on which ground."""
    extract, parts, lines = extracting.check(pk, by=request.user)
    told = request.POST if request.method == "POST" else None
    form = CheckForm(
        told, parts=parts, lines=lines, claimant=extract.claimant, names=names_at_work(),
        looked=enclosing.looked_at(extract.help_request, request.user),
    )  # fmt: skip
    if form.is_bound and form.run(extracting.submit, pk, by=request.user):
        messages.success(request, _("Checked. A second person must look before it is released."))
        return redirect("desk:extract", pk)
    context = {"extract": extract, "form": form, "never": len(form.never)}
    return render(request, "overview/extract_check.html", context)


@guarded(rights.PREPARE_EXTRACT)
@require_safe
def extract(request, pk):
    """Where it stands. Nothing is opened here."""
    row = extracting.look(pk, by=request.user)
    is_mine = row.prepared_by_id == request.user.pk
    may_release = request.user.has_perm(rights.RELEASE_EXTRACT) and not is_mine
    shut = guardians.why_shut(row)
    context = {
        "extract": row, "is_mine": is_mine, "shut": shut,
        "is_given": row.status in GIVEN and row.digest and not shut,
        "may_look": may_release and row.status == ExtractState.CHECKED,
        "may_check": is_mine and row.status == ExtractState.DRAFT,
        "may_drop": is_mine and row.status in DROP_EXTRACT.sources,
        "form": HandOverForm() if row.status == ExtractState.RELEASED and not shut else None,
    }  # fmt: skip
    return render(request, "overview/extract.html", context)


@guarded(rights.RELEASE_EXTRACT)
@require_safe
def second_look(request, pk):
    """Exactly what would be handed over."""
    row, content, seen = extracting.look_again(pk, by=request.user)
    looked = enclosing.looked_at(row.help_request, request.user)
    files = [(one, enclosing.place_of(one) in looked) for one in content["files"] if one["file"]]
    context = {
        "extract": row, "content": content, "seen": seen, "files": files,
        "may_release": row.prepared_by_id != request.user.pk,
        "must_look": not all(has_looked for _one, has_looked in files),
    }  # fmt: skip
    return render(request, "overview/extract_look.html", context)


@guarded(rights.PREPARE_EXTRACT)
@require_safe
def attached(request, pk, number):
    """One picture or PDF of it, as it was sent to us, in its cage."""
    return serve(extracting.show_file(pk, number, by=request.user))


@guarded(rights.RELEASE_EXTRACT)
@require_POST
def release(request, pk):
    extracting.release(pk, seen=request.POST.get("seen", ""), by=request.user)
    messages.success(request, _("Released. It can be printed and handed over."))
    return redirect("desk:extract", pk)


@guarded(rights.RELEASE_EXTRACT)
@require_POST
def send_back(request, pk):
    extracting.send_back(pk, by=request.user)
    messages.success(request, _("Sent back to whoever prepared it."))
    return redirect("desk:extract", pk)


@guarded(rights.PREPARE_EXTRACT)
@require_POST
def drop(request, pk):
    extracting.drop(pk, by=request.user)
    messages.success(request, _("Thrown away."))
    return redirect("desk:extract", pk)


@guarded(rights.PREPARE_EXTRACT)
@require_safe
def paper(request, pk):
    """To be printed, in the person's own language."""
    row, content = extracting.open_package(pk, by=request.user)
    with translation.override(content["language"]):
        return render(request, "overview/extract_paper.html", {"extract": row, "content": content})


@guarded(rights.PREPARE_EXTRACT)
@require_safe
def file(request, pk):
    """For machines. The digest is SHA-256 of the content as canonical JSON."""
    row, content = extracting.open_package(pk, by=request.user)
    response = HttpResponse(bundles.as_json(row, content), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="extract-{row.pk}.json"'
    return response


@guarded(rights.PREPARE_EXTRACT)
@require_safe
def bundle(request, pk):
    """All of it in one file: what the paper says, the same for machines, pictures and PDFs."""
    row, content, files = extracting.open_bundle(pk, by=request.user)
    with translation.override(content["language"]):
        shown = {"extract": row, "content": content, "is_bundle": True}
        page = render_to_string("overview/extract_document.html", shown)
    packed = bundles.packed(row, content, page, files)
    response = HttpResponse(packed, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="extract-{row.pk}.zip"'
    response["Cache-Control"] = "no-store"
    return response


@guarded(rights.PREPARE_EXTRACT)
@require_POST
def hand_over(request, pk):
    form = HandOverForm(request.POST)
    if form.run(extracting.hand_over, pk, by=request.user):
        messages.success(request, _("Noted that it is handed over."))
        return redirect("desk:extract", pk)
    row = extracting.look(pk, by=request.user)
    context = {"extract": row, "form": form, "is_given": not guardians.why_shut(row)}
    return render(request, "overview/extract.html", context)
