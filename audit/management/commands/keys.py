"""`manage.py keys`: everything that an operator does with the service's own keys."""

import argparse
import textwrap

from django.core.management.base import BaseCommand, CommandError, DjangoHelpFormatter

from audit.actors import CONSOLE
from audit.management import key_sheets as sheets
from audit.management.progress import Progress
from audit.models import Letter
from audit.vault import box, custody, keys, kinds, rotating, shares, shelf
from audit.vault.providers import Unusable

REFUSALS = (custody.Refused, shares.WrongShares, sheets.Unfit)

ABOUT = """
The keys of the letter-box. Letters are sealed to the current key; its private half opens them.
Nothing here ever shows or writes key material, except back_up (shares for custodians) and, where
an operator must hand the private half over (VAULT_PROVIDER=environment), make and restore.

The yearly round:
    keys make                             new letters go to a new key; the old ones still open
    keys back_up --shares 5 --threshold 3 --to /media/paper
    keys drill /media/paper/share-1.txt /media/paper/share-3.txt /media/paper/share-4.txt
    keys rotate                           older letters move to the new key; may be interrupted
    keys retire <old key>                 when nothing lies in its box
"""
LOST = (
    "There are sealed letters in the database, but no key in {folder}. A new key would not open "
    "them, and would hide that the old one is missing. Put the old keys back first: keys restore."
)
VERBS = {
    "make": "make a key pair and let new letters go to it; older keys are kept",
    "use": "let new letters go to a key that is here already",
    "show": "which keys there are, how many letters each has, where the private halves are",
    "rotate": "move the letters of older keys to the current one; texts are not touched",
    "retire": "destroy the private half of a key that has no letter left",
    "back_up": "cut a key into shares for custodians: words that can be written on paper",
    "restore": "put a key back from shares",
    "drill": "prove that shares give back the key in use; writes nothing",
}


class WithExamples(DjangoHelpFormatter, argparse.RawDescriptionHelpFormatter):
    """The examples stay as they are written."""


class Command(BaseCommand):
    help = "Make, show, rotate, retire, back up, restore and drill the keys of the letter-box."

    def add_arguments(self, parser):
        parser.formatter_class, parser.epilog = WithExamples, ABOUT
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB", title="verbs")
        self.verbs = {
            name: verbs.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
            for name, text in VERBS.items()
        }
        for name in ("use", "retire"):
            self.verbs[name].add_argument("key", help="its id, as keys show says")
        self._arguments_of_make(self.verbs["make"])
        self._arguments_of_shares()
        self.verbs["rotate"].add_argument(
            "--dry-run", action="store_true", help="only count what would move, and what opens"
        )

    def _arguments_of_make(self, parser):
        parser.add_argument(
            "--kind", choices=[kind.name.lower() for kind in kinds.Kind],
            default=kinds.DEFAULT.name.lower(),
            help="hybrid (ML-KEM-768 and X25519 together, the default) or x25519",
        )  # fmt: skip
        parser.add_argument(
            "--if-missing", action="store_true", help="do nothing where there is a key already"
        )
        self._to(parser, "where an operator hands the private half over: write it to this new file")

    def _arguments_of_shares(self):
        back_up = self.verbs["back_up"]
        back_up.add_argument("key", nargs="?", help="its id; else the current key")
        back_up.add_argument("--all", action="store_true", help="every key that is here")
        back_up.add_argument("--shares", type=int, required=True, metavar="N", help="how many")
        back_up.add_argument(
            "--threshold", type=int, required=True, metavar="K", help="how many give the key back"
        )
        self._to(back_up, "a new folder, for one file a custodian; else they are shown one by one")
        for name in ("restore", "drill"):
            self.verbs[name].add_argument(
                "files", nargs="*", metavar="FILE", help="sheets; without any, they are typed in"
            )
            self.verbs[name].add_argument("--key", default="", help="the id on the sheets")
        self._to(self.verbs["restore"], "as for make: where an operator hands it over")

    def _to(self, parser, text: str):
        parser.add_argument("--to", metavar="PATH", help=text)

    def handle(self, *, verb, **given):
        try:
            getattr(self, verb)(**given)
        except REFUSALS as refusal:
            raise CommandError(str(refusal), returncode=1) from None
        except Unusable as refusal:
            raise CommandError(f"Nothing was changed. {refusal}", returncode=1) from None
        except keys.NoPrivateKey as refusal:
            text = f"Nothing was changed. The private half of key {refusal} is not here."
            raise CommandError(text, returncode=1) from None
        except keys.NoPublicKey as refusal:
            which = f"key {refusal} is not whole" if str(refusal) else "there is no current key"
            text = f"In {shelf.folder()} {which}: keys make, or keys restore."
            raise CommandError(text, returncode=1) from None

    def say(self, text: str) -> None:
        self.stdout.write(textwrap.fill(text, 100, break_long_words=False, break_on_hyphens=False))

    # --- One key -----------------------------------------------------------------------------

    def make(self, *, kind, if_missing, to, **given):
        if custody.current_id():
            if if_missing:
                return self.say("There is a key already.")
        elif Letter.objects.exists():
            raise custody.Refused(LOST.format(folder=shelf.folder()))
        with sheets.handing_over(self.stdout, to) as hand_over:
            made = custody.make(kinds.Kind[kind.upper()], by=CONSOLE)
            if isinstance(made, custody.Handed):
                return hand_over(made)
        return self.say(f"Made key {made}. New letters go to it. Now: keys back_up.")

    def use(self, *, key, **given):
        custody.use(key, by=CONSOLE)
        self.say(f"New letters go to key {key}.")

    def show(self, **given):
        found = custody.known()
        for one in found:
            state = "current" if one.is_current else "retired" if one.is_retired else "older"
            self.stdout.write(f"{one.key_id}  {one.kind:7} {state:8} {one.letters:>9} letters")
            self.stdout.write(f"    {one.where}: {one.trouble or 'opens here'}")
        if not found:
            self.say(f"There is no key in {shelf.folder()}.")
        self.say(f"Letters to the senders’ own receipts: {custody.senders_letters()}.")

    def retire(self, *, key, **given):
        rest = custody.retire(key, by=CONSOLE)
        self.say(f"Key {key} is retired: the database takes no letter to it any more. {rest}")

    # --- All letters -------------------------------------------------------------------------

    def rotate(self, *, dry_run, **given):
        current, left = box.key_id(keys.current_public()), rotating.left()
        for key_id, count in left.items():
            self.stdout.write(f"{key_id}  {count:>9} letters to move to {current}")
        if not left:
            return self.say(f"Every letter lies in the box of key {current}.")
        moved, damaged = 0, set()
        batches = rotating.rehearse() if dry_run else rotating.rotate(by=CONSOLE)
        with Progress(self.stdout, sum(left.values())) as progress:
            for batch in batches:
                moved += batch.moved.total()
                damaged.update(batch.damaged)
                progress.at(moved + len(damaged))
        if dry_run:
            return self._done(f"Dry run: {moved} letters would move. Nothing was changed.", damaged)
        return self._done(f"Moved {moved} letters to key {current}.", damaged)

    def _done(self, text: str, damaged: set[int]):
        self.say(text)
        if damaged:
            some = ", ".join(str(pk) for pk in sorted(damaged)[:10])
            text = f"{len(damaged)} letters do not open and stay as they are (rows {some})."
            raise CommandError(text, returncode=1)

    # --- Shares ------------------------------------------------------------------------------

    def back_up(self, *, key, all, shares, threshold, to, **given):
        """Where the shares go is settled first: nothing is cut that nobody could receive."""
        wanted = shelf.ids() if all else [key or box.key_id(keys.current_public())]
        with sheets.for_custodians(self.stdout, to) as give:
            cut = {
                one: custody.back_up(one, count=shares, threshold=threshold, by=CONSOLE)
                for one in wanted
            }
            give(sheets.written(cut, threshold))
        self.say(
            f"{shares} shares of {', '.join(cut)}; any {threshold} give it back. Hand each to "
            "another custodian, and try them: keys drill."
        )

    def restore(self, *, files, key, to, **given):
        pieces = sheets.pieces(files, self.stdout)
        with sheets.handing_over(self.stdout, to) as hand_over:
            for one in custody.restore(pieces, named=key, by=CONSOLE):
                if isinstance(one, custody.Handed):
                    hand_over(one)
                else:
                    self.say(f"Key {one} is here and opens. keys show says the rest.")

    def drill(self, *, files, key, **given):
        found = custody.drill(sheets.pieces(files, self.stdout), named=key, by=CONSOLE)
        self.say(f"The shares give back {', '.join(found)}, the key in use. Nothing was written.")
