from django.conf import settings
from django.core.mail import EmailMessage


def send(address: str, subject: str, body: str) -> None:
    """One plain e-mail from a neutral sender. Raises OSError when it cannot be handed over."""
    EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [address]).send()
