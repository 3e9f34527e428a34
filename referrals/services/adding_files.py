"""Steps: pictures and PDFs that a partner is given, chosen one by one by whoever has looked.

A picture shows who somebody is, where they live and who stands beside them, so none goes along
unseen: not past whoever writes the package, and not past a second person where it takes one.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit import trail, vault
from audit.guard import OutOfReach
from audit.vault import shredding
from intake.models import Attachment, HelpRequest, Item
from intake.services import viewing
from intake.services.viewing import Seen
from referrals.models import Enclosure, Package, Referral
from referrals.services.disclosing import items_shown

MOST = 5
PURPOSE = "referral"

TOO_MANY = _("At most %(most)s pictures and documents go to one partner.")
LOOK_FIRST = _("Look at each picture and document that you choose, before it is told.")
LOOK_TOO = _("Look at every picture and document that the partner would get.")


def offered(help_request_pk) -> list[Attachment]:
    """What hangs on the conversation with the person, as far as we may open it ourselves.

    A note between colleagues never leaves, nor what hangs on it.
    """
    rows = Attachment.objects.without_words().of_thread().filter(help_request=help_request_pk)
    return [row for row in rows if row.opens_for_staff]


def chosen(help_request: HelpRequest, pks: Iterable, *, by) -> list[Attachment]:
    """Those of the request that were chosen: scanned, and looked at by whoever chooses them."""
    pks = {str(pk) for pk in pks}
    found = [row for row in offered(help_request.pk) if str(row.pk) in pks] if pks else []
    if len(found) < len(pks):
        raise _refused(_("This is not one of the choices."), "not_a_choice")
    if len(found) > MOST:
        raise _refused(TOO_MANY, "too_many", most=MOST)
    if found and {viewing.place_of(row) for row in found} - viewing.places_opened(help_request, by):
        raise _refused(LOOK_FIRST, "not_looked")
    return found


def _refused(text, code: str, **params) -> ValidationError:
    return ValidationError({"attachments": ValidationError(text, code=code, params=params)})


def keep(package: Package, attachments: list[Attachment], *, by) -> None:
    """What is chosen lies beside the package, and no more. What stays is not read anew."""
    there = set(package.enclosures.values_list("attachment", flat=True))
    _destroy(package.enclosures.exclude(attachment__in=attachments))
    for one in attachments:
        if one.pk not in there:
            _copy(package, one, by=by)


def _copy(package: Package, attachment: Attachment, *, by) -> None:
    """Opened for this purpose, so traced; sealed at a place of its own."""
    contents = viewing.open_file(attachment.help_request_id, attachment, by=by, purpose=PURPOSE)
    copy = Enclosure(
        package=package, attachment=attachment, kind=attachment.kind, size=attachment.size
    )
    vault.seal_file(copy, contents)
    copy.digest = vault.file_digest(copy)
    copy.save(force_insert=True)


def destroy_all(package: Package) -> None:
    """The draft is thrown away: its copies go with it, the person's own files stay."""
    _destroy(package.enclosures.all())


def _destroy(enclosures) -> None:
    shredding.shred([trail.name_of(one) for one in enclosures])
    enclosures.delete()


def all_of(referral: Referral) -> list[Enclosure]:
    if Item.ATTACHMENTS not in referral.package.items:
        return []
    return list(referral.package.enclosures.select_related("attachment").defer("attachment__name"))


def attached(referral: Referral) -> list[Attachment]:
    """Which of the person's own they are copies of, as far as those are still there."""
    return [one.attachment for one in all_of(referral) if one.attachment]


def looked_at(referral: Referral, by) -> list[Attachment]:
    """Those of them that *by* has opened, of the person's own or of the copies."""
    seen = viewing.places_opened(referral.help_request, by) | viewing.places_opened(referral, by)
    return [
        one.attachment for one in all_of(referral)
        if one.attachment and seen & {viewing.place_of(one), viewing.place_of(one.attachment)}
    ]  # fmt: skip


def shown(referral: Referral, status: str) -> list[Enclosure]:
    """Those that the partner may open in that state."""
    if Item.ATTACHMENTS not in items_shown(referral, status):
        return []
    return all_of(referral)


def referral_of(pk):
    """The key of the referral that an enclosure belongs to; None if there is none."""
    return Enclosure.objects.filter(pk=pk).values_list("package__referral", flat=True).first()


def opened(referral: Referral, enclosures: list[Enclosure], pk, *, by, purpose: str) -> Seen:
    """One of these, as it was sealed. Raises DoesNotOpen where it is another one now."""
    found = next((one for one in enclosures if one.pk == pk), None)
    if found is None:
        raise OutOfReach
    if not found.is_intact():
        raise vault.DoesNotOpen
    return Seen(found, vault.unseal_file(referral, found, by=by, purpose=purpose))


def are_intact(package: Package) -> bool:
    """Does the vault hold what was sealed, file by file?"""
    told = Item.ATTACHMENTS in package.items
    return not told or all(one.is_intact() for one in package.enclosures.all())


def require_looked(referral: Referral, by) -> None:
    """A second person has opened each of the copies."""
    wanted = {viewing.place_of(one) for one in referral.package.enclosures.all()}
    if wanted - viewing.places_opened(referral, by):
        raise ValidationError(LOOK_TOO, code="not_looked")
