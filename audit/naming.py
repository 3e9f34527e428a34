"""Who and what stands behind the trail's keys, in a query a kind. Names of staff, never words."""

from collections import defaultdict

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import CharField, Model
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

# Rows that only the trail names: their models are never shown anywhere else.
ROWS = {
    "audit.link": _("line of the log"),
    "audit.outgoing": _("notice"),
    "intake.consent": _("consent"),
    "intake.draft": _("draft"),
    "intake.message": _("message"),
    "intake.note": _("working note"),
    "intake.receipt": _("receipt"),
    "intake.registration": _("registration"),
    "intake.safecontact": _("way of making contact"),
    "partners.codeapp": _("app for codes"),
    "referrals.answerlink": _("link to answer by"),
    "referrals.basis": _("basis"),
    "referrals.goal": _("goal"),
    "referrals.package": _("package"),
    "referrals.question": _("question"),
    "referrals.tombstone": _("ended referral"),
    "vault.key": _("key of the letter-box"),
}
LISTS = {"audit.link": _("lines of the log"), "intake.registration": _("registrations")}


def people(actors) -> dict[str, str]:
    """The names of those who act with an account, by their name in the trail."""
    pks = [actor.removeprefix("user/") for actor in actors if actor.startswith("user/")]
    users = get_user_model().objects.filter(pk__in=[pk for pk in pks if pk.isdigit()])
    return {f"user/{pk}": name for pk, name in users.values_list("pk", "name")}


def homes(actors) -> dict[str, set[int]]:
    """The groups where each of them belongs today: their teams, their organisation."""
    pks = [actor.removeprefix("user/") for actor in actors if actor.startswith("user/")]
    users = get_user_model().objects.filter(pk__in=[pk for pk in pks if pk.isdigit()])
    found: defaultdict[str, set[int]] = defaultdict(set)
    for pk, group in users.values_list("pk", "groups"):
        found[f"user/{pk}"].add(group)
    return found


def everybody() -> list[tuple[str, str]]:
    """All who have an account, to choose from."""
    users = get_user_model().objects.order_by("name", "pk")
    return [(f"user/{pk}", name) for pk, name in users.values_list("pk", "name")]


def organisations() -> dict[str, str]:
    organisation = get_user_model()._meta.get_field("organisation").related_model
    return {str(pk): name for pk, name in organisation._default_manager.values_list("pk", "name")}


def rows(abouts) -> dict[str, str]:
    """What kind of row, and its reference number where it has one."""
    by_model: defaultdict[type[Model], dict[str, str]] = defaultdict(dict)
    for about in abouts:
        label, _slash, pk = about.partition("/")
        model = _model(label)
        if model is not None:
            by_model[model][about] = pk
    return {
        about: _said(model, reference)
        for model, keys in by_model.items()
        for about, reference in _references(model, keys).items()
    }


def keys_of(reference: str) -> list[str]:
    """The trail's names of every row that carries a reference number."""
    found = []
    for model in apps.get_models():
        if _is_plain(model, "reference"):
            pks = model._default_manager.filter(reference=reference).values_list("pk", flat=True)
            found += [f"{model._meta.label_lower}/{pk}" for pk in pks]
    return found


def _said(model: type[Model], reference: str) -> str:
    label, kind = model._meta.label_lower, model._meta
    if reference in ("list", "all"):
        return str(capfirst(LISTS.get(label, kind.verbose_name_plural)))
    return f"{capfirst(ROWS.get(label, kind.verbose_name))} {reference}".strip()


def _references(model: type[Model], keys: dict[str, str]) -> dict[str, str]:
    """By the row's name in the trail: its reference or its own name, else the start of its key."""
    shown = next((name for name in ("reference", "name") if _is_plain(model, name)), None)
    if shown is None:
        return {about: pk[:8] for about, pk in keys.items()}
    valid = [pk for pk in keys.values() if _is_key(model, pk)]
    pairs = model._default_manager.filter(pk__in=valid).values_list("pk", shown)
    known = {str(pk): value for pk, value in pairs}
    return {about: known.get(pk, pk[:8]) for about, pk in keys.items()}


def _is_key(model: type[Model], pk: str) -> bool:
    try:
        model._meta.pk.to_python(pk)
    except ValidationError:
        return False
    return True


def _model(label: str) -> type[Model] | None:
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def _is_plain(model: type[Model], name: str) -> bool:
    """Is it a column that holds a short text in the clear? A sealed name never is."""
    try:
        return isinstance(model._meta.get_field(name), CharField)
    except FieldDoesNotExist:
        return False
