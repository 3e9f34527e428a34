"""A proof that somebody sits there, on any of the public forms: a small sum, or a minute's wait."""

from intake.services import proving, suspecting


def suspicion_of(request, ticket: str, *, is_flood: bool) -> str:
    """Why it looks as if a machine had sent the form, or “”."""
    typed = request.POST
    return suspecting.suspicion_of(
        trap=typed.get("website", ""), ticket=ticket, opened_at=typed.get("opened", ""),
        is_flood=is_flood,
    )  # fmt: skip


def seconds_left(request, ticket: str) -> int | None:
    """How long still; 0 is proved. None: nothing of ours has been tried yet."""
    typed = request.POST
    return proving.seconds_left(ticket, typed.get("puzzle", ""), typed.get("proof", ""))


def to_give(request, ticket: str, left: int | None) -> dict:
    """What the page needs for it."""
    given = request.POST["puzzle"] if left else proving.puzzle(ticket)
    return {"puzzle": given, "left": left, "bits": proving.BITS}
