"""What a role may be allowed to do here. The matrix is in config/accounts/roles.py."""

from django.utils.translation import gettext_lazy as _

SEND = "referrals.send_referral"
APPROVE = "referrals.approve_referral"
RECEIVE = "referrals.receive_referral"
LIST = "referrals.list_received"
RESPOND = "referrals.respond_to_referral"
RETURN = "referrals.return_referral"
LIFT = "referrals.lift_conflict"
SEE_RULES = "referrals.see_rules"
SEE_FIGURES = "referrals.see_figures"
PUBLISH = "referrals.publish_figures"
CONFIGURE = "referrals.configure"

ALL = [
    (SEND, _("May refer a request to a partner, and follow it up")),
    (APPROVE, _("May approve, as the second person, what a colleague wants to tell")),
    (RECEIVE, _("May see referrals sent to their organisation")),
    (LIST, _("May list what their organisation has been asked; the police never")),
    (RESPOND, _("May respond to a referral and report on it")),
    (RETURN, _("May hand a started referral back")),
    (LIFT, _("May let a colleague back to a referral they said they are related to")),
    (SEE_RULES, _("May see the rules for suggestions, and what a change of them would do")),
    (CONFIGURE, _("May edit the lists of legal grounds and of rules for suggestions")),
    (SEE_FIGURES, _("May see as figures what partners could not help with, and how it goes")),
    (PUBLISH, _("May make figures public that point at nobody")),
]
