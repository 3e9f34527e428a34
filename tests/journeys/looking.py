"""What is wrong with a page that is open in a browser: axe's rules, width, complaints, strangers."""

from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
RUN = """async (rules) => (await axe.run(document, rules)).violations.map((one) =>
  `${one.id}: ` + one.nodes.map((node) => `${node.target} ${node.html.slice(0, 120)}`).join(" | "))"""
WIDER = """() => {
  const page = document.documentElement, wide = page.clientWidth;
  if (page.scrollWidth <= wide) return [];
  const out = [...document.querySelectorAll("body *")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width && (box.right > wide + 1 || box.left < -1);
  });
  return [`${page.scrollWidth} px wide: ` + out.slice(-3).map((one) => one.outerHTML.slice(0, 120)).join(" | ")];
}"""
PHONE, DESKTOP = {"width": 320, "height": 640}, {"width": 1280, "height": 900}

# As it comes; in the dark; and as if our words were written from right to left.
MODES = {"light": ("light", "ltr"), "dark": ("dark", "ltr"), "right to left": ("light", "rtl")}


class Looker:
    """Opens pages in one browser window and writes down what is wrong with each."""

    def __init__(self, context, address: str):
        self.address, self.page, self.heard = address, context.new_page(), []
        self.page.set_default_timeout(20_000)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.heard.append(f"script: {error}"))
        self.page.on("request", self._follow)

    def _hear(self, line) -> None:
        # A browser says so itself when an answer is 4xx or 5xx: some of our pages are.
        if line.type in ("error", "warning") and "the server responded with" not in line.text:
            self.heard.append(f"console: {line.text}")

    def _follow(self, request) -> None:
        if urlsplit(request.url).scheme != "data" and not request.url.startswith(self.address):
            self.heard.append(f"stranger: {request.url}")

    def open(self, path: str) -> int:
        return self.page.goto(self.address + path).status

    def faults(self) -> list[str]:
        """Of the page that is open, in every mode and on a narrow telephone."""
        found, self.heard = self.heard, []
        self.page.evaluate(AXE)
        for mode, (scheme, direction) in MODES.items():
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            self.page.evaluate("way => { document.documentElement.dir = way }", direction)
            self.page.set_viewport_size(DESKTOP)
            found += [f"{mode}: {one}" for one in self.page.evaluate(RUN, RULES)]
            self.page.set_viewport_size(PHONE)
            found += [f"{mode}: {one}" for one in self.page.evaluate(WIDER)]
        self.page.emulate_media(color_scheme="light")
        return found
