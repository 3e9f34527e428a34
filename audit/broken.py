"""What the verifier finds wrong with a line, in words for whoever reads the log's pages."""

from django.utils.translation import gettext_lazy as _

BROKEN = {
    "gap": _("A line is missing, or stands twice."),
    "digest": _("The line or its place was changed."),
    "header": _("The line cannot be read as it was written."),
    "facts": _("The facts are not the ones that were written."),
    "columns": _("The searchable columns say something else than the line."),
    "erased": _("The facts were erased without an act that says so."),
    "unlinked": _("An event stands outside the chain."),
    "head": _("The chain does not end where its head says."),
    "seen": _("The line is not the one that was seen before."),
    "changes": _("What the line changed in the settings was altered later."),
    "file": _("The export is not complete."),
    "person": _("A line about the same person is missing before this one."),
    "sealed": _("From here on the log is no longer the one that was sealed."),
    "seals": _("A seal that is kept beside the log is not believed."),
    "cut": _("Here the log ends, but more of it was sealed."),
}
