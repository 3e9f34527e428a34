"""Somebody at a screen, who does only what it offers: follows links, answers questions, presses.

What is not there, not among the choices or not shown is an error. Each link followed, each choice
made and each press is an interaction; reading and writing are none.
"""

from urllib.parse import urljoin

from django.test import Client
from lxml import html

WRITTEN = ("text", "tel", "email", "date", "textarea")


class NotOffered(AssertionError):
    """The screen does not lead there."""


class Screen:
    def __init__(self, user=None, language: str = "en"):
        self.client, self.interactions = Client(headers={"accept-language": language}), 0
        if user:
            self.client.force_login(user)

    def go(self, address: str) -> "Screen":
        """An address from a poster, a bookmark or the menu: where somebody begins."""
        return self._show(self.client.get(address, follow=True))

    def follow(self, link: str) -> "Screen":
        found = self._named(".//a[@href]", link)
        self.interactions += 1
        return self._show(self.client.get(self._to(found.get("href")), follow=True))

    def press(self, button: str, **answers) -> "Screen":
        """Answer the questions of a form, and press one of its buttons. In a list of choices one
        may also name what stands there.
        """
        pressed = self._named(".//form//button[not(@type='button')]", button)
        form = pressed.xpath("ancestor::form")[0]
        for name, value in answers.items():
            self._answer(form, name, value)
        self.interactions += 1
        sent = {}
        for name, value in [*form.form_values(), (pressed.get("name"), pressed.get("value"))]:
            sent.setdefault(name, []).append(value)
        sent.pop(None, None)
        to = self._to(pressed.get("formaction") or form.get("action") or "")
        send = self.client.post if form.method == "POST" else self.client.get
        return self._show(send(to, sent, follow=True, headers={"origin": "http://testserver"}))

    def fields(self, button: str) -> list[str]:
        """What there is to fill in and to choose, in the form of this button."""
        pressed = self._named(".//form//button[not(@type='button')]", button)
        shown = pressed.xpath("ancestor::form")[0].xpath(".//input|.//select|.//textarea")
        return list(dict.fromkeys(one.name for one in shown if one.get("type") != "hidden"))

    def says(self) -> str:
        return _words(self.page.find(".//main"))

    def _show(self, response) -> "Screen":
        self.address = response.request["PATH_INFO"]
        assert response.status_code == 200, f"{self.address}: {response.status_code}"
        self.page = html.fromstring(response.content.decode())
        wrong = [_words(one) for one in self.page.xpath("//*[@data-errors]")]
        assert not wrong, f"{self.address}: {wrong}"
        return self

    def _to(self, address: str) -> str:
        return urljoin(self.address, address)

    def _named(self, kind: str, name: str):
        """By its words, or by the name that tests know it by where there are eight languages."""
        there = self.page.xpath(kind)
        for one in there:
            if name in (_words(one), one.get("data-test")):
                return one
        offered = sorted({_words(one) for one in there})
        raise NotOffered(f"{self.address} offers no “{name}”, but {offered}")

    def _answer(self, form, name: str, value) -> None:
        """Choosing what is chosen already takes no step."""
        shown = [
            one for one in form.xpath(".//input|.//select|.//textarea")
            if one.name == name and one.get("type") != "hidden" and _is_open(form, one)
        ]  # fmt: skip
        if not shown:
            raise NotOffered(f"{self.address} does not ask for {name}")
        field, kind = form.inputs[name], shown[0].get("type", shown[0].tag)
        at = "checked" if kind == "checkbox" else "value"
        if kind == "select":
            value = {_words(one): one.get("value") for one in field}.get(value, value)
        changes = getattr(field, at) != value
        setattr(field, at, value)  # a ValueError: it is not among the choices
        self.interactions += int(changes and kind not in WRITTEN)


def _is_open(form, field) -> bool:
    """What belongs to a choice shows once that choice is made."""
    for part in field.xpath("ancestor::*[@data-for]"):
        opener = part.xpath("ancestor::*[contains(@class, 'depends')][1]//input[@type='radio']")[0]
        if form.inputs[opener.name].value != part.get("data-for"):
            return False
    return True


def _words(element) -> str:
    """What stands there for somebody who sees it."""
    seen = element.xpath(".//text()[not(ancestor::*[contains(@class, 'sr-only')])]")
    return " ".join(" ".join(seen).split())
