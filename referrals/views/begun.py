"""What somebody at a partner has begun to write, and where they go on. No word of it."""

from intake.services import saving_drafts
from referrals.drafts import TO_US


def at_partner(user) -> list[tuple]:
    lying = saving_drafts.begun_by(user)
    return [(one, one.writing.address(one.row_pk)) for one in lying if one.writing == TO_US]
