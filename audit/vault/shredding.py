"""Destroying data keys is the erasure: without its letters nobody opens a row's words again.

What is left of a letter is its commitment: a hash that says which letter was destroyed, to
whoever still holds a copy of it, and nothing to anybody else.

commitment = SHA-256("lotsen-letter-1" ‖ about ‖ 0 ‖ key id ‖ 0 ‖ the letter's bytes)
"""

from hashlib import sha256

from audit.models import BlindIndex, Letter, Piece

DOMAIN = b"lotsen-letter-1"


def shred(abouts: list[str]) -> list[str]:
    """Destroy the letters of these rows, their files and what they are found by.

    Returns the commitments.
    """
    letters = Letter.objects.filter(about__in=abouts).select_for_update()
    commitments = sorted(commitment(letter) for letter in letters)
    Letter.objects.filter(about__in=abouts).delete()
    Piece.objects.filter(about__in=abouts).delete()
    BlindIndex.objects.filter(about__in=abouts).delete()
    return commitments


def commitment(letter: Letter) -> str:
    named = b"\0".join((letter.about.encode(), letter.key_id.encode(), bytes(letter.sealed)))
    return sha256(DOMAIN + named).hexdigest()
