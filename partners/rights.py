"""What a role may be allowed to do here. The matrix is in config/accounts/roles.py."""

from django.utils.translation import gettext_lazy as _

SEE_DIRECTORY = "partners.see_directory"
STATE_CAPACITY = "partners.state_capacity"
CONFIGURE = "partners.configure"

ALL = [
    (SEE_DIRECTORY, _("May look in the directory of partners")),
    (STATE_CAPACITY, _("May say how much room the own organisation's services have")),
    (CONFIGURE, _("May configure the municipality, its partners, areas and topics")),
]
