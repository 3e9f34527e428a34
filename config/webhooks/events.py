"""What other systems are told of: a few kinds of things, and which lines of the log are one."""

KINDS = {
    "referral.send": "referral.sent",
    "referral.answer": "referral.answered",
    "referral.contest": "referral.contested",
    "referral.wishes": "referral.rules_changed",
    "referral.write": "referral.written",
} | dict.fromkeys(
    (
        "referral.open", "referral.ask", "referral.accept", "referral.start", "referral.attempt",
        "referral.progress", "referral.reschedule", "referral.pause", "referral.resume",
        "referral.report", "referral.amend", "referral.take_back", "referral.look",
    ),
    "referral.changed",
) | dict.fromkeys(
    (
        "referral.decline", "referral.expire", "referral.return", "referral.recall",
        "referral.withdraw", "referral.acknowledge",
    ),
    "referral.ended",
)  # fmt: skip

TEST = "webhook.test"
