"""The deeds that are about the house itself, in words: its settings and its keys."""

from django.utils.translation import gettext_lazy as _

HOUSE = {
    # the house
    "house.fill_in": _("Filled in the house’s first settings"),
    "house.town": _("Set up the invented town"),
    "settings.change": _("Changed a setting"),
    "settings.remove": _("Took a setting away"),
    "team.add": _("Added a team"),
    "organisation.add": _("Added an organisation"),
    "organisation.agreement_ends": _("Said that an agreement with a partner ends soon"),
    "service.add": _("Added a service"),
    "openservice.withdraw": _("Withdrew the decision on an open service"),
    "openservice.reinstate": _("Took the withdrawal of an open service back"),
    "service.capacity": _("Said how much room there is"),
    "log.viewed": _("Looked in the log"),
    "log.export": _("Exported lines of the log"),
    "log.own": _("Looked at what they have done themselves"),
    "review.draw": _("Drew a round to review"),
    "review.viewed": _("Looked at a round or an item of the review"),
    "review.find": _("Said what an item of the review was"),
    "review.protocol": _("Took out the protocol of a round"),
    "log.verify": _("Checked that the log is whole"),
    "trail.export": _("Exported the whole log"),
    "trail.restore": _("A backup was put back"),
    "trail.archive": _("Old lines went to the archive"),
    "trail.drop": _("Archived lines left the table"),
    "trail.open_archive": _("A readable copy of the archive was made"),
    "seal.alarm": _("An alarm about the log rang"),
    "witness.cosign": _("Witnessed another municipality’s log"),
    "trail.erase": _("Erased facts of lines in the log"),
    "trail.back_up": _("Made a backup"),
    # the keys of the letter-box
    "keys.make": _("Made a key"),
    "keys.use": _("Let new letters go to another key"),
    "keys.rotate": _("Moved letters to the current key"),
    "keys.retire": _("Destroyed a key that had no letter left"),
    "keys.back_up": _("Cut a key into shares"),
    "keys.restore": _("Put a key back from shares"),
    "keys.drill": _("Proved that the shares give a key back"),
}
