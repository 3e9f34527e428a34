"""People at a browser: each with cookies of their own, doing what the page offers."""

import re
from contextlib import contextmanager
from time import time

from django.conf import settings
from django.test import Client

from config.accounts.second_factor import PASSED
from config.demo.town import person


class Visitor:
    """Somebody at a browser of their own, with or without JavaScript."""

    def __init__(self, context, address: str):
        self.context, self.address = context, address
        self.page = context.new_page()
        self.page.set_default_timeout(60_000)

    def go(self, path: str):
        return self.page.goto(self.address + path)

    def path(self) -> str:
        return self.page.url.removeprefix(self.address)

    def press(self, selector: str) -> None:
        """A link or a button, and the page that follows."""
        self.page.locator(selector).first.click()
        self.page.wait_for_load_state()

    def fill(self, **answers: str) -> None:
        """Answer questions by the names of their fields, whatever kind they are."""
        for name, value in answers.items():
            for one in value if isinstance(value, list) else [value]:
                self._answer(name, one)

    def _answer(self, name: str, value: str) -> None:
        field = self.page.locator(f'[name="{name}"]:not([type=hidden])').first
        if field.get_attribute("type") in ("radio", "checkbox"):
            choice = self.page.locator(f'[name="{name}"][value="{value}"]')
            (choice.first if choice.count() else field).check()
        elif field.evaluate("element => element.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)

    def send(self, form: str, **answers: str) -> None:
        """Fill in a form and press its first button, but for one that only puts a text in."""
        self.fill(**answers)
        self.press(f"{form} button[type=submit]:not([name=use])")

    def write(self, story: str, *, asker: str = "", **answers: str) -> None:
        """Through the public form's screens, to the last one – not sent yet."""
        self.fill(story=story, **({"asker": asker} if asker else {}))
        self.press("[data-test=next]")
        self.page.locator("[name=age_band]").wait_for()
        self.fill(**answers)
        self.press("[data-test=next]")
        self.page.locator("[data-test=send], [data-errors]").first.wait_for()

    def reads(self) -> str:
        return self.page.locator("main").inner_text()


@contextmanager
def visiting(browser, options: dict, address: str):
    context = browser.new_context(**options)
    try:
        yield Visitor(context, address)
    finally:
        context.close()


@contextmanager
def signed_in(browser, options: dict, address: str, name: str):
    """Somebody of the town, signed in. How one signs in is a journey of its own."""
    with visiting(browser, options, address) as visitor:
        sign_in(visitor, name)
        yield visitor


def sign_in(visitor: Visitor, name: str) -> None:
    client, user = Client(), person(name)
    client.force_login(user)
    session = client.session
    session[PASSED] = user.pk
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [{"method": "password", "at": time()}]
    session.save()
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    visitor.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": visitor.address}]
    )


def code_on(visitor: Visitor) -> str:
    """The receipt code, as a person copies it from the page."""
    return re.sub(r"\s+", "-", visitor.page.locator("output").inner_text().strip())
