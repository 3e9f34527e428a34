"""Who steps in for whoever is away today. Steps and questions that other deeds share.

Nobody reaches more by stepping in: what the substitute does not reach is for whoever leads.
"""

from collections.abc import Iterable

from django.utils import timezone

from intake.models import Absence, HelpRequest


def away(day=None) -> dict[int, Absence]:
    """Everybody who is away, by their key. One question, however many they are."""
    rows = Absence.objects.on(day or timezone.localdate()).select_related("user", "substitute")
    return {one.user_id: one for one in rows}


def absence_of(user) -> Absence | None:
    """Today's, of one person."""
    rows = Absence.objects.on(timezone.localdate()).select_related("substitute")
    return rows.filter(user=user).first() if user else None


def principals(user) -> list:
    """Whom *user* steps in for today, in order of name."""
    rows = Absence.objects.stood_in_by(user).select_related("user").order_by("user__name")
    return [one.user for one in rows]


def principal_keys(user):
    """The same as a part of another question: their keys."""
    return Absence.objects.stood_in_by(user).order_by().values("user")


def has(user, help_request: HelpRequest) -> bool:
    """It is theirs to go on with: they have it, or step in for whoever does."""
    if help_request.assigned_to_id == user.pk:
        return True
    rows = Absence.objects.stood_in_by(user).filter(user=help_request.assigned_to_id)
    return help_request.assigned_to_id is not None and rows.exists()


def instead(people: Iterable, right: str, *, day=None) -> list:
    """*people* who are there; for whoever is away, who steps in, if they hold *right* too."""
    gone, found = away(day), {}
    for one in people:
        absence = gone.get(one.pk)
        reader = absence.substitute if absence else one
        if reader and reader.pk not in gone and reader.may_sign_in and reader.has_perm(right):
            found[reader.pk] = reader
    return list(found.values())


def reader_of(help_request: HelpRequest):
    """Whoever goes on with it today: who has it, or their substitute. None: somebody must look."""
    holder = help_request.assigned_to
    if not holder.may_sign_in:
        return None
    absence = absence_of(holder)
    if absence is None:
        return holder
    reader = absence.substitute
    if reader is None or absence_of(reader) or not reader.may_sign_in:
        return None
    reached = HelpRequest.objects.visible_to(reader).filter(pk=help_request.pk)
    return reader if reached.exists() else None
