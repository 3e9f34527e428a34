"""What the municipality writes itself, one text per language. The ground has it from the audit."""

from audit.models.words import LocalText, said

__all__ = ["LocalText", "said"]
