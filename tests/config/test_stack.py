"""Whatever an answer calls, and however deep, asks the system for no new piece of the stack."""

from resource import RUSAGE_SELF, getrusage

from config.stack import roomy

DEPTHS, LOOPS = 400, 50  # some three pieces of the usual size


def nothing(*_told):
    return None


def deep(left: int, act):
    return deep(left - 1, act) if left else act()


def loop():
    for one in range(LOOPS):
        nothing(one)


def pieces(depth: int) -> int:
    """How many pages of memory came new while something was called in a loop, so far down."""
    before = getrusage(RUSAGE_SELF).ru_minflt
    deep(depth, loop)
    return getrusage(RUSAGE_SELF).ru_minflt - before


@roomy
def at_every_depth() -> list[int]:
    return [pieces(depth) for depth in range(DEPTHS)]


def test_no_depth_is_an_edge():
    at_every_depth()  # what is used for the first time is new, whoever asks
    assert max(at_every_depth()) < LOOPS / 5
