from config.police.models.contact_request import ContactRequest
from config.police.models.decision import ContactDecision

__all__ = ["ContactDecision", "ContactRequest"]
