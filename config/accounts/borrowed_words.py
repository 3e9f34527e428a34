"""Words that stand in no text of ours: what libraries say, and the names of fields.

Named here so that extraction finds them and the catalogue can say them in its own way.
"""

from django.utils.translation import gettext_noop as _

# A form that was sent too late is shown again (kept.html) when only its fields' names are known.
FIELDS = (
    _("Story"),
    _("Text"),
    _("Wishes"),
    _("Child"),
    _("Concern"),
    _("Reached at"),
    _("Reasons"),
    _("Situation"),
    _("Goal 1"),
    _("Goal 2"),
    _("Goal 3"),
)

WORDS = (
    # forms of Django's
    _("This field is required."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("Your password can’t be too similar to your other personal information."),
    _("Your password can’t be a commonly used password."),
    _("The password is too similar to the %(verbose_name)s."),
    _("This password is too common."),
    # signing in with allauth
    _("Email"),
    _("Email address"),
    _("New Password (again)"),
    _("You must type the same password each time."),
    _("The email address and/or password you specified are not correct."),
    _("This account is currently inactive."),
    _("Please type your current password."),
    _("Incorrect password."),
    _("Incorrect code."),
    _("Too many failed login attempts. Try again later."),
    _("Use authenticator app or code"),
    # the second step, with allauth
    _("Authenticator code"),
    _("Passwordless"),
    _(
        "Enabling passwordless operation allows you to sign in using just this key, but imposes "
        "additional requirements such as biometrics or PIN protection."
    ),
    _("You cannot generate recovery codes without having two-factor authentication enabled."),
    # what it tells afterwards
    _("Password successfully changed."),
    _("A new set of recovery codes has been generated."),
    _("Authenticator app activated."),
    _("Authenticator app deactivated."),
    _("Security key added."),
    _("Security key removed."),
    _("Signed out of all other sessions."),
)
