"""What is wrong with a page that is open in a browser: axe's rules, width, complaints."""

from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python

from tests.journeys.people import Visitor

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
# It reads the same few colours again for every word and all that lies under it, which took a third
# of its time: each is read once.
EACH_COLOUR_ONCE = """(() => {
  const {Color} = axe.commons.color, read = Color.prototype.parseString, known = new Map();
  Color.prototype.parseString = function (text) {
    if (!known.has(text)) known.set(text, read.call(new Color(), text));
    const {r, g, b, alpha} = known.get(text);
    return Object.assign(this, {r, g, b, alpha});
  };
})();"""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERY_RULE = {"type": "tag", "values": TAGS}
OF_THE_LOOK = {
    "type": "rule",
    "values": [
        "color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable",
    ],
}  # fmt: skip

# The dark changes colours, another direction changes places, and neither changes anything else:
# only the rules that look at these are asked again, of both at once. What lies over what is so
# seen in both directions, and each pair of colours in both schemes.
MODES = {
    "light": ("light", "ltr", EVERY_RULE),
    "dark, right to left": ("dark", "rtl", OF_THE_LOOK),
}
RUN = """async (rules) => {
  const options = {runOnly: rules, resultTypes: ["violations"], preload: false};
  const told = await axe.run(document, options);
  const at = (node) => `${node.target} ${node.html.slice(0, 120)}`;
  return told.violations.map((one) => `${one.id}: ${one.nodes.map(at).join(" | ")}`);
}"""
TURN = "way => { document.documentElement.dir = way }"
TOO_WIDE = """() => {
  const page = document.documentElement, wide = page.clientWidth;
  if (page.scrollWidth <= wide) return [];
  const out = [...document.querySelectorAll("body *")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width && (box.right > wide + 1 || box.left < -1);
  });
  const names = out.slice(-3).map((one) => one.outerHTML.slice(0, 120));
  return [`${page.scrollWidth} px wide: ${names.join(" | ")}`];
}"""
PHONE, DESKTOP = {"width": 320, "height": 640}, {"width": 1280, "height": 900}


class Looker:
    """Writes down what is wrong with the pages that a visitor opens."""

    def __init__(self, visitor: Visitor):
        self.visitor, self.page, self.heard, self.answer = visitor, visitor.page, [], None
        self.page.set_default_timeout(60_000)
        self.page.add_init_script(AXE + EACH_COLOUR_ONCE)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.heard.append(f"script: {error}"))
        self.page.on("request", self._follow)
        self.page.on("response", self._note_answer)

    def _hear(self, line) -> None:
        # A browser says so itself when an answer is 4xx or 5xx: some of our pages are.
        if line.type in ("error", "warning") and "the server responded with" not in line.text:
            self.heard.append(f"console: {line.text}")

    def _follow(self, request) -> None:
        ours = request.url.startswith(self.visitor.address)
        if urlsplit(request.url).scheme != "data" and not ours:
            self.heard.append(f"stranger: {request.url}")

    def _note_answer(self, response) -> None:
        if response.request.is_navigation_request():
            self.answer = response

    @property
    def status(self) -> int:
        return self.answer.status

    @property
    def is_page(self) -> bool:
        """A bare picture is none: nothing runs there, and axe would wait for ever."""
        return self.answer.headers.get("content-type", "").startswith("text/html")

    def source(self) -> str:
        """The page that is open, as it came: before the browser repaired anything."""
        return self.answer.text()

    def faults(self) -> list[str]:
        """Of the page that is open, in every mode and on a narrow telephone."""
        found, self.heard = self.heard, []
        for mode, (scheme, direction, rules) in MODES.items():
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            self.page.evaluate(TURN, direction)
            found += [f"{mode}: {one}" for one in self.page.evaluate(RUN, rules)]
        self.page.set_viewport_size(PHONE)
        for direction in ("rtl", "ltr"):
            self.page.evaluate(TURN, direction)
            found += [f"narrow, {direction}: {one}" for one in self.page.evaluate(TOO_WIDE)]
        self.page.set_viewport_size(DESKTOP)
        self.page.emulate_media(color_scheme="light")
        return found
