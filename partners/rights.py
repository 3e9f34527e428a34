"""What a role may be allowed to do here. The matrix is in config/accounts/roles.py."""

from django.utils.translation import gettext_lazy as _

SEE_DIRECTORY = "partners.see_directory"
STATE_CAPACITY = "partners.state_capacity"
LEAD_MEMBERS = "partners.lead_members"
PROPOSE = "partners.propose_changes"
CONFIGURE = "partners.configure"

ALL = [
    (SEE_DIRECTORY, _("May look in the directory of partners")),
    (STATE_CAPACITY, _("May say how much room the own organisation's services have")),
    (LEAD_MEMBERS, _("May invite and remove the own organisation’s people, and note who is away")),
    (PROPOSE, _("May propose new services, changes of the own ones, and opening hours")),
    (CONFIGURE, _("May configure the municipality, its partners, areas and topics")),
]
