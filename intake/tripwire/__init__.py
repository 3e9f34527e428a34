"""What sounds like danger: an explainable list of phrases, held against a text. No Django.

It never blocks and never lowers anything. It says a class and how urgent that is, never the
words, and it keeps nothing.
"""

from intake.tripwire.patterns import VERSION, NotAPattern, check
from intake.tripwire.weighing import Sign, weigh

__all__ = ["VERSION", "NotAPattern", "Sign", "check", "weigh"]
