import os, re, pytest
from tests.journeys.test_every_page_is_accessible import *
from tests.journeys.test_every_page_is_accessible import here, looking_as
del test_every_page_in_every_mode, test_every_page_that_answers_a_form_or_a_failure
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DARK={"public:start","desk:queue","portal:referral","desk:log","mailbox:thread","desk:referral_preview"}
def shoot(l, name, dark=False):
    for w in (375,1280):
        l.page.set_viewport_size({"width":w,"height":800})
        l.page.screenshot(path=f"/tmp/acc/shots/{name}-{w}.png", full_page=True)
    if dark:
        for scheme,d in (("dark","ltr"),("light","rtl")):
            l.page.emulate_media(color_scheme=scheme); l.page.evaluate("w=>{document.documentElement.dir=w}",d)
            l.page.set_viewport_size({"width":1280 if d=="ltr" else 375,"height":800})
            l.page.screenshot(path=f"/tmp/acc/shots/{name}-{scheme}-{d}.png", full_page=True)
def test_shots(here, looking_as):
    os.makedirs("/tmp/acc/shots",exist_ok=True)
    ps=every_page(here); ls={}
    for p in ps:
        l=ls.setdefault(p.who, looking_as(p.who)) if p.who not in ls else ls[p.who]
        l.visitor.go(p.path)
        shoot(l, re.sub(r"\W+","-",str(p)), p.name in DARK and not p.label)
        l.page.emulate_media(color_scheme="light")
    for w in WALKS:
        l=looking_as(w.who)
        try: w.go(l.visitor, here)
        except Exception as e: print(w, e)
        print(w, l.status, l.heard)
        shoot(l, "walk-"+w.go.__name__); l.page.close()
