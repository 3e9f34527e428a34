"""Who looks at every page (looking.py) sees each kind of fault, and says in which mode it is."""

import pytest

from tests.journeys import validating
from tests.journeys.looking import Looker
from tests.journeys.people import visiting

pytestmark = pytest.mark.browser

ADDRESS = "https://planted.example"
PAGE = """<!doctype html><html lang="sv" dir="ltr"><head><title>Planted</title><style>
body { color: #000; background: #fff; color-scheme: only light }
main > * { margin: 12px 0 }
@media (prefers-color-scheme: dark) {
  body { color: #eee; background: #111 }
  a { color: #9cf }
  .pale-in-the-dark { color: #333; background: #222 }
  p > .like-its-text { color: #bbb; text-decoration: none }
}
.pale-in-the-light { color: #eee; background: #fff }
@media (prefers-color-scheme: dark) { .pale-in-the-light { color: #eee; background: #111 } }
.place { position: relative; height: 40px }
.place > * { position: absolute; margin: 0; inset-block-start: 0 }
.ink { left: 0; width: 120px; height: 40px; background: #777 }
.over-it { color: #888; inset-inline-start: 0; background: none }
@media (prefers-color-scheme: dark) { .over-it { color: #ccc } .ink { background: #bbb } }
[dir=ltr] .over-it { left: 150px; color: #595959 }
@media (prefers-color-scheme: dark) { [dir=ltr] .over-it { color: #ccc } }
[dir=rtl] .over-it { left: 0; right: auto }
[dir=rtl] .tiny a { display: inline-block; width: 8px; height: 8px; overflow: hidden }
[dir=ltr] .tiny a { display: inline-block; width: 48px; height: 48px }
[dir=rtl] .scrolls { height: 20px; width: 200px; overflow: auto }
@media (max-width: 400px) {
  [dir=ltr] .wide-one-way { width: 500px }
  [dir=rtl] .wide-the-other-way { width: 500px }
}
</style></head><body><main>
<h1>Planted</h1><h3>Too deep</h3>
<input type="text"><img src="data:," width="9" height="9"><button></button>
<span id="twice">one</span><span id="twice">two</span><a href="#a"></a>
<p class="pale-in-the-light">Pale in the light</p><p class="pale-in-the-dark">Pale in the dark</p>
<p>Some words of a sentence, and <a class="like-its-text" href="#b">a link in it</a>, and more.</p>
<div class="place"><div class="ink"></div><p class="over-it">Over</p></div>
<div class="tiny"><a href="#c">c</a><a href="#d">d</a></div>
<div class="scrolls"><p>One</p><p>Two</p><p>Three</p><p>Four</p></div>
<div class="wide-one-way">-</div><div class="wide-the-other-way">-</div>
</main><div>Beside every landmark</div>
<script>console.error("planted"); new Image().src = "https://stranger.example/";</script>
</body></html>"""
TURNED = "dark, right to left"
PLANTED = [
    ("light: heading-order", "h3"),
    ("light: label", "<input"),
    ("light: image-alt", "<img"),
    ("light: button-name", "<button"),
    ("light: link-name", "#a"),
    ("light: region", "Beside every landmark"),
    ("light: color-contrast", "pale-in-the-light"),
    (f"{TURNED}: color-contrast", "pale-in-the-dark"),
    (f"{TURNED}: color-contrast", "over-it"),
    (f"{TURNED}: link-in-text-block", "like-its-text"),
    (f"{TURNED}: target-size", "#c"),
    (f"{TURNED}: scrollable-region-focusable", "scrolls"),
    ("narrow, ltr: ", "wide-one-way"),
    ("narrow, rtl: ", "wide-the-other-way"),
    ("console: ", "planted"),
    ("stranger: ", "stranger.example"),
]
SEEN_ONCE = {"over-it", "pale-in-the-dark", "pale-in-the-light", "like-its-text", "#c", "scrolls"}


def test_what_is_wrong_before_a_browser_repairs_it_is_found_by_the_checker(tmp_path):
    assert any("Duplicate ID" in one for one in validating.faults({"planted": PAGE}, tmp_path))


def test_each_planted_fault_is_found_where_it_is_and_nowhere_else(browser, browser_context_args):
    with visiting(browser, browser_context_args, ADDRESS) as visitor:
        visitor.context.route("**", lambda route: route.fulfill(status=204))
        answer = {"body": PAGE, "content_type": "text/html"}
        visitor.context.route(f"{ADDRESS}/", lambda route: route.fulfill(**answer))
        looker = Looker(visitor)
        visitor.go("/")
        found = looker.faults()
        again = looker.faults()
    for begins, names in PLANTED:
        assert [one for one in found if one.startswith(begins) and names in one], (begins, found)
    for names in SEEN_ONCE:
        assert len([one for one in found if names in one]) == 1, (names, found)
    heard = ("console: ", "stranger: ")
    assert sorted(again) == sorted(one for one in found if not one.startswith(heard))
