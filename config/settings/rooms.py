"""Where rooms find what stands above them, which they may not import; and what libraries find."""

# Who gets what the outbox sends, by the kind of row it goes to.
OUTBOX_ROUTES = {
    "accounts.user": "config.accounts.services.reaching.user",
    "accounts.invitation": "config.accounts.services.reaching.invitation",
    "accounts.leaver": "config.accounts.services.reaching.leaver",
    "accounts.reset": "config.accounts.services.reaching.reset",
    "partners.organisation": "partners.services.reaching.organisation",
    "referrals.answerlink": "referrals.services.sending_links.route",
    "partners.team": "partners.services.reaching.team",
    "intake.safecontact": "intake.services.reaching.person",
    "webhooks.receiver": "config.webhooks.services.reaching.receiver",
}

# Of rooms above: what runs because of a request; what to do today; what is written there; a breach?
RUNS_ELSEWHERE, TASKS_ELSEWHERE = "referrals.services.settling", "referrals.views.tasks"
WRITINGS_ELSEWHERE, SENT_IN_ERROR = "config.drafts", "config.incidents.services.checking"
BESIDE = ()  # what runs beside the pages, in a thread each, until it is told to stop

# Our guard reads guardian's tables itself; its backend would answer a question nobody asks.
GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None
AUDITLOG_LOGENTRY_MODEL = "audit.Change"
AUDITLOG_DISABLE_REMOTE_ADDR = True
MIGRATION_MODULES = {"auditlog": None}  # the entries are a model of our own
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # no backend of guardian's: rights come from roles.py
