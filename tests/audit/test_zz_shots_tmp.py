import os
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]="1"
import pytest
from datetime import date
from django.test import Client
from playwright.sync_api import sync_playwright
from audit import trail, vault
from partners.models import *
from referrals.models import LegalGround

@trail.act
def read(h, by):
    vault.unseal(h, "story", by=by, purpose="triage")

@pytest.mark.django_db(transaction=True)
def test_shots(live_server, settings, told, amina, bjorn, loke, adam, carl, debt_advice, police, youth_centre, areas):
    settings.SECOND_FACTOR_REQUIRED=False
    settings.LANGUAGE_CODE="en"
    for _ in range(12): read(told.help_request, amina)
    t=PublicText.objects.create(key="limits", body={"sv":"Vi kan inte …","en":"We cannot …"}, valid_from=date(2026,1,1))
    PublicText.objects.create(key="limits", version=2, body={"sv":"Vi kan inte nu","en":"We cannot now"}, valid_from=date(2026,2,1))
    g=LegalGround.objects.create(code="osl-10-2", paragraph="10:2 OSL", title={"sv":"Nödvändigt"}, text={"sv":"När det är nödvändigt"}, recipients=["police"], valid_from=date(2026,1,1))
    c=Client(); c.force_login(bjorn); c.get("/desk/log/"); c.get("/desk/nothing/")
    from audit.models import Link
    n=Link.objects.filter(event__deed="helprequest.opened").first().number
    pages={"log":("/desk/log/",loke),"event":(f"/desk/log/lines/{n}/",loke),"sample":("/desk/log/sample/",loke),"whole":("/desk/log/whole/",loke),
      "settings":("/desk/settings/",adam),"rows":("/desk/settings/organisations/",adam),"edit":(f"/desk/settings/texts/{t.pk}/",adam),"ground":(f"/desk/settings/grounds/{g.pk}/",adam),"area":(f"/desk/settings/areas/{areas['south'].pk}/",adam),
      "directory":("/desk/partners/",amina),"capacity":("/portal/room/",carl)}
    only=os.environ.get("ONLY")
    with sync_playwright() as p:
        b=p.chromium.launch(executable_path="/usr/bin/chromium",args=["--no-sandbox","--disable-gpu","--disable-background-networking"])
        for name,(url,who) in pages.items():
            if only and name not in only.split(","): continue
            c=Client(); c.force_login(who)
            for w in (375,1280):
                ctx=b.new_context(viewport={"width":w,"height":900}, locale="en-GB")
                ctx.add_cookies([{"name":"lotsen","value":c.cookies["lotsen"].value,"url":live_server.url}])
                pg=ctx.new_page(); pg.goto(live_server.url+url)
                for sel in ("[data-test=log-draw]","[data-test=log-check]"):
                    if pg.locator(sel).count(): pg.click(sel); pg.wait_for_load_state()
                over=pg.evaluate("document.documentElement.scrollWidth-innerWidth")
                print(name,w,pg.title(),"overflow",over)
                pg.screenshot(path=f"/tmp/logside/{name}-{w}.png",full_page=True)
                ctx.close()
        b.close()
