"""Looking at a list leaves one line: how many rows, chosen by which codes. It opens nothing."""

from audit import trail


@trail.act
def note_list(shown: int, *, by, **chosen) -> None:
    trail.record(by, "referral.list", "referrals.referral/list", count=shown, **chosen)
