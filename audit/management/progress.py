"""How far a long command has come, on one line of a terminal. Elsewhere: nothing at all."""

import time

WIDTH = 40


class Progress:
    def __init__(self, stdout, total: int):
        self.stdout, self.total = stdout, max(total, 1)
        self.is_shown = stdout.isatty()
        self.began = time.monotonic()

    def __enter__(self):
        return self

    def at(self, done: int) -> None:
        if not self.is_shown:
            return
        share = min(done / self.total, 1)
        bar = ("█" * int(share * WIDTH)).ljust(WIDTH, "░")
        speed = done / max(time.monotonic() - self.began, 0.001)
        self.stdout.write(f"\r{bar} {done:>9} of {self.total} · {speed:.0f}/s ", ending="")
        self.stdout.flush()

    def __exit__(self, *failure):
        if self.is_shown:
            self.stdout.write("")
