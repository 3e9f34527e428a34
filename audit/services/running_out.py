"""What was granted for a while is removed when its time is over."""

from audit import guard, trail
from audit.actors import CLOCK


@trail.act
def sweep() -> int:
    """Nobody has reached these rows since their last second; now their grants go, too."""
    return guard.remove_run_out(by=CLOCK)
