"""What a role may do with the register. The matrix is in config/accounts/roles.py."""

from django.utils.translation import gettext_lazy as _

SEE = "register.see"

ALL = [
    (SEE, _("May show anybody the public register: numbers, days and kinds, nothing about people")),
]
