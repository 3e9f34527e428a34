from importlib import import_module

from django.apps import AppConfig

WATCHED = {
    "Municipality": (
        [
            "name",
            "exit_url",
            "promise_days",
            "new_code_hours",
            "draft_days",
            "takes_concerns",
            "arrival_days",
            "county",
            "publishes_directory",
        ],
        (),
    ),
    "PhoneNumber": (
        [
            "label",
            "number",
            "when",
            "about",
            "audience",
            "hours",
            "languages",
            "link",
            "link_text",
            "checked_on",
            "position",
        ],
        (),
    ),
    "PublicText": (["key", "version", "body", "valid_from"], ()),
    "Area": (["code", "name"], ()),
    "Team": (["name", "kind", "email", "takes_the_rest"], ("areas",)),
    "Topic": (["code", "label", "is_active", "position"], ()),
    "Organisation": (
        [
            "name",
            "kind",
            "secrecy",
            "is_active",
            "agreement_until",
            "email",
            "language",
            "description",
            "website",
            "is_public",
            "hsds_id",
            "takes_messages",
            "digests_on_days_off",
        ],
        (),
    ),
    "AgreedPurpose": (["code", "version", "title", "text", "valid_from", "valid_until"], ()),
    "AgreementTerm": (
        ["organisation", "purpose", "version", "items", "valid_from", "valid_until"],
        (),
    ),
    "RefusalReason": (["code", "version", "title", "valid_from", "valid_until"], ()),
    "Service": (
        [
            "organisation",
            "name",
            "description",
            "is_open",
            "audience",
            "how_to_come",
            "hours",
            "languages",
            "phone",
            "from_age",
            "to_age",
            "capacity",
            "is_active",
            "cost",
            "access",
            "address",
            "postal_code",
            "city",
            "address_is_hidden",
            "checked_on",
            "hsds_id",
        ],
        ("topics", "areas"),
    ),
    "ServiceKind": (
        [
            "code",
            "version",
            "title",
            "always_assessed",
            "paragraph",
            "text",
            "valid_from",
            "valid_until",
        ],
        (),
    ),
    "OpenService": (
        [
            "kind",
            "name",
            "description",
            "audience",
            "from_age",
            "to_age",
            "provider",
            "talks",
            "mode",
            "decision_number",
            "decided_on",
            "valid_from",
            "valid_until",
            "withdrawn_from",
            "withdrawal_number",
        ],
        (),
    ),
    "OpeningHours": (["organisation", "weekday", "opens", "closes"], ()),
    "ClosedDays": (["organisation", "first", "last"], ()),
    "ShortDay": (["organisation", "day", "closes"], ()),
}


class PartnersConfig(AppConfig):
    name = "partners"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Differences in configuration are kept, field by field; reviews ask for working hours."""
        changes = import_module("audit.changes")  # it knows models, which are ready now
        for name, (fields, many) in WATCHED.items():
            changes.watch(self.get_model(name), fields, many)
        hours = import_module("partners.models.hours")
        import_module("audit.working_hours").ask(hours.calendars)
