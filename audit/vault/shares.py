"""A key cut into shares for custodians: words on paper (SLIP-39). No Django, no database.

Any K of the N shares give the key back; fewer say nothing whatever about it. A share knows its
number, how many are needed and to which backup it belongs, and notices a mistyped word itself.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from difflib import get_close_matches

from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.wordlist import WORDLIST

MOST = 16
LENGTH = 33  # words, for 32 bytes


class WrongShares(Exception):
    """Says in a plain sentence what is wrong. Nothing is restored."""


@dataclass(frozen=True)
class Piece:
    """One share that was read, and proved to be written rightly."""

    backup: int
    number: int
    needed: int
    words: str = field(repr=False)


def split(seed: bytes, *, shares: int, threshold: int) -> list[str]:
    """Raises WrongShares for numbers that protect nothing."""
    if not 2 <= threshold <= shares <= MOST:
        raise WrongShares(
            f"There can be 2 to {MOST} shares, and between 2 and all of them are needed together."
        )
    [group] = generate_mnemonics(1, [(threshold, shares)], seed, iteration_exponent=0)
    return group


def read(text: str, name: str) -> Piece:
    """One share as somebody typed it; *name* is what to call it. Raises WrongShares."""
    words = text.lower().split()
    for word in words:
        if word not in WORDLIST:
            near = get_close_matches(word, WORDLIST, n=1)
            hint = f" Is it “{near[0]}”?" if near else ""
            raise WrongShares(f"{name}: “{word}” is not one of the words.{hint}")
    if len(words) != LENGTH:
        raise WrongShares(f"{name} has {len(words)} words; a share has {LENGTH}.")
    try:
        share = Share.from_mnemonic(" ".join(words))
    except MnemonicError:
        raise WrongShares(f"{name}: a word is wrong, or two changed places.") from None
    return Piece(share.identifier, share.index + 1, share.member_threshold, " ".join(words))


def by_backup(pieces: list[Piece]) -> list[list[Piece]]:
    """The pieces of each key, enough of them. Raises WrongShares."""
    if not pieces:
        raise WrongShares("There are no shares.")
    backups: defaultdict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        backups[piece.backup].append(piece)
    for found in backups.values():
        _must_be_enough(found, others=len(backups) - 1)
    return list(backups.values())


def _must_be_enough(pieces: list[Piece], others: int) -> None:
    numbers = [piece.number for piece in pieces]
    for number in numbers:
        if numbers.count(number) > 1:
            raise WrongShares(f"Share {number} is there twice. Each custodian has another one.")
    needed = pieces[0].needed
    if len(pieces) < needed:
        which = " and ".join(str(number) for number in sorted(numbers))
        where = " The others belong to another backup." if others else ""
        raise WrongShares(f"{needed} shares are needed; here is only number {which}.{where}")


def join(pieces: list[Piece]) -> bytes:
    """The seed. With more shares than needed, each of them must agree. Raises WrongShares."""
    needed, count = pieces[0].needed, len(pieces)
    rounds = 1 if count == needed else count
    seeds = {
        _combine([pieces[(start + at) % count] for at in range(needed)]) for start in range(rounds)
    }
    if len(seeds) != 1:
        raise WrongShares("The shares do not agree with each other: one is of another key.")
    return seeds.pop()


def _combine(pieces: list[Piece]) -> bytes:
    try:
        return combine_mnemonics([piece.words for piece in pieces])
    except MnemonicError:
        raise WrongShares("These shares do not fit together: one of them is wrong.") from None
