"""Somebody without a mouse, who must always see where they are."""

from tests.journeys.people import Visitor

SEEN = """() => {
  const here = document.activeElement, look = getComputedStyle(here);
  const box = here.getBoundingClientRect();
  const ring = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2;
  return ring && box.width > 0 && box.bottom > 0 && box.top < innerHeight;
}"""
COVERED = """() => {
  const box = document.activeElement.getBoundingClientRect();
  const middle = box.top + Math.min(box.height / 2, 20);
  const top = document.elementFromPoint(box.left + box.width / 2, middle);
  return !top || !(document.activeElement.contains(top) || top.contains(document.activeElement));
}"""


class Keys:
    """Somebody at a keyboard. Every stop on the way must be seen and not be covered."""

    def __init__(self, visitor: Visitor):
        self.visitor, self.page, self.press = visitor, visitor.page, visitor.page.keyboard.press
        self.page.emulate_media(reduced_motion="reduce")  # what is scrolled to is there at once

    def at(self, selector: str) -> bool:
        return self.page.evaluate("what => document.activeElement.matches(what)", selector)

    def go_to(self, selector: str, *, key: str = "Tab") -> None:
        for _ in range(80):
            self.press(key)
            assert self.at("body") or self.page.evaluate(SEEN), self._where("is not seen")
            assert self.at("body") or not self.page.evaluate(COVERED), self._where("is covered")
            if self.at(selector):
                return
        raise AssertionError(f"Tab never came to {selector}")

    def _where(self, what: str) -> str:
        return self.page.evaluate("() => document.activeElement.outerHTML.slice(0, 200)") + what

    def type(self, selector: str, text: str) -> None:
        self.go_to(selector)
        self.page.keyboard.type(text)

    def enter(self, selector: str) -> None:
        self.go_to(selector)
        with self.page.expect_navigation():
            self.press("Enter")

    def choose(self, name: str, value: str) -> None:
        """Into the group with Tab, to the answer with the arrows."""
        self.go_to(f"[name={name}]")
        for _ in range(20):
            if self.at(f"[value='{value}']"):
                self.press("Space")
                return
            self.press("ArrowDown")
        raise AssertionError(f"the arrows never came to {value}")
