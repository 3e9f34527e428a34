"""Room for the calls that one answer takes: asked of the system once, not thousands of times.

Python lays its calls into pieces of 16 kB. It asks the system for the next piece when a call
does not fit any more, and gives the piece back as soon as that call is over: whatever is called
in a loop at the edge of a piece pays for a new one each time. How deep that edge lies is chance.
A function that says it needs much gets a large piece, and all that it calls lies in the rest.
"""

PLACES = 70_000  # 560 kB; the piece is 1 MB, of which only what is used takes any memory


def roomy(function):
    """Let everything that *function* calls lie in one piece."""
    function.__code__ = function.__code__.replace(co_stacksize=PLACES)
    return function
