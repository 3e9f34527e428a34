"""Somebody at the public form."""

import re

import html5lib

FORM = "/request/"
THANKS = "Tack. Vi har fått det du skrev."


class Visit:
    """The form as a visitor gets it: what it carries, and a way to send it."""

    def __init__(self, client):
        self.client = client
        self.ticket = self.value(self.open(), "ticket")

    def open(self, address=FORM):
        return self.client.get(address)

    def send(self, story="Jag behöver råd.", **fields):
        given = {"ticket": self.ticket, "story": story, **fields}
        return self.client.post(FORM, given, HTTP_ORIGIN="http://testserver")

    @staticmethod
    def value(response, name):
        tree = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
        for field in tree.iter():
            if field.tag in ("input", "textarea") and field.get("name") == name:
                return field.get("value") if field.tag == "input" else field.text or ""
        return None

    @staticmethod
    def code(response):
        groups = re.search(r"<output.*?</output>", response.content.decode(), re.S)[0]
        return "-".join(re.findall(r"<span>(\w+)</span>", groups))


def text_in(response):
    """A page's text, however its lines are broken."""
    return re.sub(r"\s+", " ", response.content.decode())


def is_taken_in(response):
    """It is a receipt, of something that was not here before."""
    return response.status_code == 200 and THANKS in text_in(response)
