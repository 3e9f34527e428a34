import pytest

from config.accounts.checks import the_sender_says_nothing


@pytest.mark.parametrize(
    "sender",
    [
        "Socialtjänsten <meddelande@tallsunda.example>", "Tallsunda kommun <m@tallsunda.example>",
        "Meddelande <socialtjansten@tallsunda.example>", "familjeenheten@tallsunda.example",
    ],
)  # fmt: skip
def test_a_house_whose_sender_tells_does_not_start(settings, sender):
    settings.DEFAULT_FROM_EMAIL = sender
    assert [error.id for error in the_sender_says_nothing(None)] == ["accounts.E003"]


def test_a_sender_that_says_nothing_is_fine(settings):
    settings.DEFAULT_FROM_EMAIL = "Meddelande <meddelande@tallsunda.example>"
    assert the_sender_says_nothing(None) == []
