"""The settings pages: every section works the same way."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ObjectDoesNotExist, ValidationError
from django.db.models import ManyToManyField
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit import guard
from audit.guard import guarded
from config.accounts import rights as accounts
from config.accounts.models import User
from config.accounts.services import ruling
from config.overview.section import Section
from config.overview.sections import SECTIONS
from intake import statistics
from intake.services import greeting, suggesting
from partners import rights
from partners.models import said
from partners.models.words import LocalText
from partners.services import configuring
from referrals.services import suggesting as suggesting_partners


@guarded(rights.CONFIGURE)
@require_safe
def overview(request):
    sections = [one for one in SECTIONS if request.user.has_perm(one.right)]
    counted = [(section, section.model._default_manager.count()) for section in sections]
    shown = {"sections": counted, "ways": statistics.ways_past(timezone.localdate())}
    shown["connects"] = request.user.has_perm(accounts.ISSUE_TOKENS)
    return render(request, "overview/settings.html", shown)


@guarded(rights.CONFIGURE)
@require_safe
def rows(request, section):
    section = _section(section, request.user)
    found = _newest(section)
    if section.is_one and len(found) == 1:
        return redirect("desk:setting", section.slug, found[0].pk)
    heads = [capfirst(section.model._meta.get_field(name).verbose_name) for name in section.columns]
    table = [
        (row, [(head, _cell(row, name)) for head, name in zip(heads, section.columns, strict=True)])
        for row in found
    ]
    shown = {"section": section, "rows": table, "heads": heads}
    return render(request, "overview/settings_rows.html", shown)


@guarded(rights.CONFIGURE)
def add(request, section):
    section = _section(section, request.user)
    if section.is_one and section.model._default_manager.exists():
        raise Http404
    return _edit(request, section, section.model())


@guarded(rights.CONFIGURE)
def edit(request, section, pk):
    section = _section(section, request.user)
    return _edit(request, section, _row(section, pk))


@guarded(accounts.INVITE)
@require_POST
def confirm_rule(request, pk):
    """The second person's yes to a group that gives much."""
    ruling.confirm(pk, by=request.user)
    messages.success(request, _("Confirmed. The rule holds from the next sign-in."))
    return redirect("desk:settings_rows", "groups")


@guarded(rights.CONFIGURE)
@require_POST
def remove(request, section, pk):
    section = _section(section, request.user)
    if not section.may_remove:
        raise Http404
    configuring.remove(_row(section, pk), by=request.user, right=section.right)
    greeting.forget()
    suggesting.forget()
    suggesting_partners.forget()
    messages.success(request, _("Taken away."))
    return redirect("desk:settings_rows", section.slug)


def _edit(request, section: Section, row):
    note = section.notes(row) if section.notes else ""
    seen = request.POST.get("seen") or _state(section, row)
    form = section.form_class()(request.POST or None, instance=row)
    is_fit, warning = form.is_bound and form.is_valid(), ""
    if is_fit and section.warns and not request.POST.get("understood"):
        warning = section.warns(form.instance)
    if is_fit and not warning and _saved(form, section, request.user, seen):
        messages.success(request, _("Saved."))
        return redirect("desk:settings_rows", section.slug)
    is_new = row._state.adding
    older = [] if is_new or not section.version_of else _versions(section, row)
    shown = {"section": section, "form": form, "row": row, "is_new": is_new, "older": older,
             "warning": warning, "note": note, "seen": seen}  # fmt: skip
    if form.has_error(NON_FIELD_ERRORS, "changed"):
        now = _newest_of(section, row)
        shown |= {"seen": _state(section, row), "theirs": _differing(section, now, form)}
    return render(request, "overview/settings_edit.html", shown)


def _newest_of(section: Section, row):
    """The row as it stands in the database: its newest version, where there are several."""
    if section.version_of:
        return _versions(section, row)[0]
    return section.model._default_manager.get(pk=row.pk)


def _state(section: Section, row) -> str | None:
    """What the page shows of a row that is there already."""
    if row._state.adding:
        return None
    return configuring.state_of(_newest_of(section, row), section.asked)


def _differing(section: Section, now, form) -> list[tuple]:
    """What it says now, where that is not what was written here."""
    found = []
    for name in section.asked:
        field = section.model._meta.get_field(name)
        if isinstance(field, ManyToManyField):
            is_same = set(getattr(now, name).all()) == set(form.cleaned_data[name])
        else:
            is_same = getattr(now, field.attname) == getattr(form.instance, field.attname)
        if not is_same:
            found.append((capfirst(field.verbose_name), _cell(now, name)))
    return found


def _saved(form, section: Section, by, seen: str | None) -> bool:
    """Run the use case that fits; what it refuses, the form says."""
    is_new = form.instance._state.adding
    try:
        if section.version_of:
            key = section.version_of
            configuring.save_version(form, by=by, right=section.right, key=key, seen=seen)
        elif is_new and section.add:
            section.add(by=by, **form.values())
        else:
            configuring.save(form, by=by, right=section.right, seen=seen)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    greeting.forget()
    suggesting.forget()
    suggesting_partners.forget()
    return True


def _section(slug: str, user) -> Section:
    for section in SECTIONS:
        if section.slug == slug:
            guard.require(user, section.right)
            return section
    raise Http404


def _row(section: Section, pk: str):
    try:
        return section.model._default_manager.get(pk=pk)
    except (ObjectDoesNotExist, ValidationError, ValueError, OverflowError):
        raise Http404 from None


def _newest(section: Section) -> list:
    """The rows; of those that come in versions, the newest of each."""
    found = list(_with_what_is_shown(section))
    if not section.version_of:
        return found
    newest = {}
    for row in sorted(found, key=lambda one: one.version):
        newest[getattr(row, section.version_of)] = row
    return list(newest.values())


def _with_what_is_shown(section: Section):
    """All rows, and what their columns and their names name, in a question for each kind."""
    names = (*section.columns, *section.named_by)
    fields = [section.model._meta.get_field(name) for name in names]
    beside = [field.name for field in fields if field.many_to_one]
    several = [field.name for field in fields if field.many_to_many]
    rows = section.model._default_manager.prefetch_related(*several)
    return rows.select_related(*beside) if beside else rows


def _versions(section: Section, row) -> list:
    same = {section.version_of: getattr(row, section.version_of)}
    return list(section.model._default_manager.filter(**same).order_by("-version"))


def _cell(row, name: str):
    field = row._meta.get_field(name)
    if isinstance(field, ManyToManyField):
        return ", ".join(str(one) for one in getattr(row, name).all())
    if isinstance(field, LocalText):
        return said(getattr(row, name))
    if hasattr(row, f"get_{name}_display"):  # what has choices, or knows what its code is called
        return getattr(row, f"get_{name}_display")()
    value = getattr(row, name)
    if isinstance(value, User):
        return value.name
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    return {True: _("Yes"), False: _("No")}[value] if isinstance(value, bool) else value
