from config.threats.models.entrusted import Entrusted, is_entrusted
from config.threats.models.evidence import Evidence
from config.threats.models.threat import CLOSE, REOPEN, Status, Step, Threat, ThreatPolicy

__all__ = [
    "CLOSE", "REOPEN", "Entrusted", "Evidence", "Status", "Step", "Threat", "ThreatPolicy",
    "is_entrusted",
]  # fmt: skip
