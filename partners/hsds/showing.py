"""What a file would change, as somebody reads it before saying yes."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from partners.hsds import wording
from partners.hsds.giving_out import first_text
from partners.hsds.planning import ONLY_KEPT, Planned
from partners.languages import joined, names_of
from partners.models import AccessOffered, Area, LocalText, Service, Topic

LISTS = {"topics": Topic, "areas": Area}


@dataclass(frozen=True)
class Shown:
    """*differences*: what is called what, before and after. Of a new row there is no before."""

    name: str
    kind: str
    by: str
    state: str
    differences: list[tuple] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def shown(planned: Planned) -> Shown:
    differences = [
        (_label(planned.row, name), _said(planned.row, name, planned.before.get(name)),
         _said(planned.row, name, value))
        for name, value in planned.after.items()
        if name != ONLY_KEPT
    ]  # fmt: skip
    is_new = planned.row._state.adding
    for name, pks in planned.many.items():
        before = [] if is_new else getattr(planned.row, name).all()
        after = LISTS[name].objects.filter(pk__in=pks)
        differences.append((_label(planned.row, name), joined(before), joined(after)))
    if ONLY_KEPT in planned.after:  # names of a format: after what somebody can weigh
        differences.append(_kept(planned))
    return Shown(
        planned.record.name, planned.row._meta.verbose_name,
        planned.row.organisation.name if isinstance(planned.row, Service) else "", planned.state,
        [one for one in differences if one[1] or one[2]],
        [wording.note(code, facts) for code, facts in planned.notes],
    )  # fmt: skip


def _kept(planned: Planned) -> tuple:
    """Of what we have no column for: the names of the fields that differ, as the file has them."""
    before, after = planned.before.get(ONLY_KEPT, {}), planned.after[ONLY_KEPT]
    names = sorted(name for name in after if after[name] != before.get(name))
    return (_("Only kept, and given back in your own file"), "", ", ".join(names))


def _label(row, name: str) -> str:
    return capfirst(row._meta.get_field(name).verbose_name)


def _said(row, name: str, value) -> str:
    if value is None:
        return ""
    if isinstance(row._meta.get_field(name), LocalText):
        return first_text(value)
    if name == "languages":
        return joined(names_of(value))
    if name == "access":
        return joined(AccessOffered(code).label for code in value)
    if choices := row._meta.get_field(name).flatchoices:
        return str(dict(choices)[value])
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return date_format(value, "SHORT_DATE_FORMAT") if isinstance(value, date) else str(value)
