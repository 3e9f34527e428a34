"""What is loaded when a process starts stays until it ends: nobody need look through it again."""

import gc


def leave_alone() -> None:
    """From now on the garbage collector passes over everything that is there.

    Else it looks through all modules and settings every now and then, in the middle of somebody's
    answer: 50 ms of waiting where the answer itself took 35.
    """
    gc.collect()
    gc.freeze()
