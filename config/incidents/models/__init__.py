from config.incidents.models.check import BreachCheck
from config.incidents.models.incident import (
    CLOSE,
    REOPEN,
    Clock,
    Deadline,
    Incident,
    Measure,
    Status,
    Told,
)

__all__ = [
    "CLOSE", "REOPEN", "BreachCheck", "Clock", "Deadline", "Incident", "Measure", "Status", "Told",
]  # fmt: skip
