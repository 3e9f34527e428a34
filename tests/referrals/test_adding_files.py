"""Pictures and PDFs that go along to a partner: looked at, chosen one by one, copied, and gone."""

import pytest
from django.test import Client
from django.urls import reverse

from audit.actors import Guest
from audit.guard import OutOfReach, Refused
from audit.models import Event, Letter, Piece
from audit.trail import name_of
from audit.vault import DoesNotOpen
from config.accounts.roles import Role
from intake.cleaning import File, clean
from intake.models import Attachment, Item, Scan
from intake.services import admitting, conversing, noting, scanning, triaging, viewing
from intake.tickets import new
from referrals.lifecycle import Status
from referrals.models import Enclosure, Referral
from referrals.services import (
    adding_files,
    answering,
    drafting,
    erasing,
    following_up,
    preparing,
    reading,
    reporting,
    sending,
)
from tests.audit.erasing import refused
from tests.config.conftest import a_machine
from tests.intake.papers import paper, picture
from tests.referrals.conftest import (
    a_draft,
    approve,
    consent_to,
    results_of,
    send,
)
from tests.referrals.test_drafting import unmet

pytestmark = pytest.mark.django_db
PICTURE, LETTER = clean(picture("PNG")), clean(paper())


def attach(told, *files: File) -> list[Attachment]:
    """The person sends them in the conversation; a scanner looks."""
    conversing.write(admitting.admit(told.code), text="Se här.", ticket=new(), files=files)
    scanning.sweep()
    return list(told.help_request.attachments.order_by("added_at"))


def look(attachment, by) -> bytes:
    return viewing.view(attachment.pk, by=by, purpose="triage").contents


def with_files(row, organisation, by, files, **told) -> Referral:
    return a_draft(row, organisation, by, attachments=[one.pk for one in files], **told)


def pieces_of(enclosure):
    return Piece.objects.filter(about=name_of(enclosure))


@pytest.fixture
def files(told, amina):
    """A picture and a letter of Kim’s. Amina has looked at both."""
    found = attach(told, File("Kim Exempel hemma.png", PICTURE), File("brev.pdf", LETTER))
    for one in found:
        look(one, amina)
    return found


@pytest.fixture
def drawn(files, help_request, youth_centre, consent, amina, clara, carl):
    """A draft with the picture alone, on Kim’s own consent."""
    row = with_files(help_request, youth_centre, amina, files[:1])
    return drafting.set_consent_basis(row.pk, consent_pk=consent.pk, by=amina)


@pytest.fixture
def accepted(drawn, amina, clara):
    send(drawn, amina)
    return answering.accept(drawn.pk, by=clara)


# --- Chosen by somebody who has looked -----------------------------------------------------------


def test_what_is_chosen_is_copied_and_nothing_else(drawn, amina):
    copy = Enclosure.objects.get()
    assert drawn.package.items == ["situation", "name", "email", "attachments"]
    seen = reading.open_own_file(copy.pk, by=amina, purpose="referral")
    assert (seen.contents, copy.kind, copy.size) == (PICTURE.contents, "png", len(seen.contents))


def test_it_is_sealed_under_a_key_of_its_own_and_its_name_is_not_copied(drawn, files):
    copy = Enclosure.objects.get()
    assert Letter.objects.filter(about=name_of(copy)).count() == 1
    assert bytes(pieces_of(copy).get().sealed) != bytes(pieces_of(files[0]).get().sealed)
    assert not any("name" in field.name for field in Enclosure._meta.fields)


def test_copying_is_reading_and_stands_in_the_persons_log(drawn, files):
    line = Event.objects.filter(deed="helprequest.opened", purpose="referral").get()
    assert line.subject == drawn.subject
    assert line.facts["opened"] == [f"{name_of(files[0])}/contents"]
    assert Event.objects.get(deed="referral.draft").facts["enclosed"] == [name_of(files[0])]


def test_nobody_gives_along_what_they_have_not_looked_at(told, help_request, youth_centre, amina):
    (unseen,) = attach(told, File("bild.png", PICTURE))
    choose = (help_request, youth_centre, amina, [unseen])
    refused(with_files, *choose, code="not_looked")
    assert not Referral.objects.exists()
    look(unseen, amina)
    assert with_files(*choose).package.enclosures.count() == 1


def test_a_colleagues_look_is_not_ones_own(files, help_request, youth_centre, lena):
    refused(with_files, help_request, youth_centre, lena, files, code="not_looked")


def test_what_hangs_on_a_note_or_on_another_request_is_no_choice(
    help_request, youth_centre, amina, told, north, areas
):
    triaging.take(help_request.pk, by=amina)
    noting.note(help_request.pk, text="Se.", files=[File("x.png", PICTURE)], by=amina)
    scanning.sweep()
    noted = Attachment.objects.get()
    look(noted, amina)
    assert adding_files.offered(help_request.pk) == []
    refused(with_files, help_request, youth_centre, amina, [noted], code="not_a_choice")


def test_what_a_scanner_has_stopped_or_not_seen_is_no_choice(
    files, help_request, youth_centre, amina
):
    for scan in (Scan.WAITING, Scan.REFUSED):
        Attachment.objects.filter(pk=files[0].pk).update(scan=scan)
        assert adding_files.offered(help_request.pk) == files[1:]
        refused(with_files, help_request, youth_centre, amina, files, code="not_a_choice")


def test_there_are_not_more_than_a_partner_can_use(
    files, help_request, youth_centre, amina, monkeypatch
):
    monkeypatch.setattr(adding_files, "MOST", 1)
    refused(with_files, help_request, youth_centre, amina, files, code="too_many")


def test_written_again_what_stays_is_the_same_copy_and_what_goes_is_destroyed(drawn, files, amina):
    copy, told = Enclosure.objects.get(), {"goals": ["Ett"], "situation": "", "items": []}
    told |= {"access": [], "urgency": "normal", "by": amina}
    both = drafting.revise(drawn.pk, attachments=[one.pk for one in files], **told)
    assert both.package.enclosures.filter(pk=copy.pk).exists()
    assert both.package.enclosures.count() == 2
    letter = drafting.revise(drawn.pk, attachments=[files[1].pk], **told)
    assert [one.kind for one in letter.package.enclosures.all()] == ["pdf"]
    assert not pieces_of(copy).exists()
    none = drafting.revise(drawn.pk, **told)
    assert none.package.items == ["situation"]
    assert not Enclosure.objects.exists()


def test_a_draft_that_is_thrown_away_takes_its_copies_with_it(drawn, files, amina):
    copy = Enclosure.objects.get()
    drafting.discard(drawn.pk, by=amina)
    assert not pieces_of(copy).exists()
    assert not Letter.objects.filter(about=name_of(copy)).exists()
    assert look(files[0], amina) == PICTURE.contents


def test_whoever_is_asked_next_gets_a_copy_of_its_own(accepted, amina, clara, school):
    service = school.services.get()
    sending.recall(accepted.pk, reason="changed", by=amina)
    again = sending.try_next(accepted.pk, to_pk=school.pk, service_pk=service.pk, by=amina)
    first, second = Enclosure.objects.order_by("package__referral__written_at")
    assert again.package.items == accepted.package.items
    assert (first.attachment, first.digest) != (second.attachment, second.digest)
    seen = reading.open_own_file(second.pk, by=amina, purpose="referral")
    assert seen.contents == PICTURE.contents
    assert enclosed_last() == [name_of(second.attachment)]


def enclosed_last() -> list[str]:
    """What the log says that the newest draft holds of the person's own."""
    return Event.objects.filter(deed="referral.draft").latest("pk").facts["enclosed"]


def test_and_so_does_whoever_is_written_to_beforehand(drawn, files, amina, school):
    (later,) = preparing.prepare(drawn.pk, service_pks=[school.services.get().pk], by=amina)
    assert later.package.enclosures.get().attachment == files[0]
    assert Enclosure.objects.count() == 2
    assert enclosed_last() == [name_of(files[0])]


def test_whoever_goes_on_takes_along_only_what_they_have_looked_at(drawn, lena, school):
    (later,) = preparing.prepare(drawn.pk, service_pks=[school.services.get().pk], by=lena)
    assert not later.package.enclosures.exists()
    assert Item.ATTACHMENTS not in later.package.items


# --- What must hold before it leaves -------------------------------------------------------------


def test_the_consent_must_name_pictures_and_documents(files, help_request, youth_centre, amina):
    row = with_files(help_request, youth_centre, amina, files)
    words = consent_to(youth_centre, help_request, amina, items=["situation", "name", "email"])
    assert "covers" in unmet(drafting.set_consent_basis(row.pk, consent_pk=words.pk, by=amina))
    whole = consent_to(youth_centre, help_request, amina)
    assert unmet(drafting.set_consent_basis(row.pk, consent_pk=whole.pk, by=amina)) == set()


def test_a_ground_in_law_must_name_them_too(files, help_request, youth_centre, ground, amina):
    row = with_files(help_request, youth_centre, amina, files)
    ground.may_tell.remove(Item.ATTACHMENTS)
    ground.save()
    row = drafting.set_ground_basis(row.pk, ground_pk=ground.pk, reasons="Därför", by=amina)
    assert unmet(row) == {"covers"}


def test_the_police_get_none(files, help_request, police, amina):
    assert "codes_only" in unmet(with_files(help_request, police, amina, files, items=["name"]))


def test_a_second_person_looks_at_each_of_them(drawn, second_ground, amina, lena):
    drafting.set_ground_basis(drawn.pk, ground_pk=second_ground.pk, reasons="Därför", by=amina)
    refused(approve, drawn, amina, lena, code="not_looked")
    reading.open_own_file(Enclosure.objects.get().pk, by=lena, purpose="referral")
    digest = drafting.preview(drawn.pk, by=lena).digest
    assert sending.approve(drawn.pk, digest=digest, by=lena).approved_by == lena


@pytest.mark.parametrize("field", ["digest", "kind", "size"])
def test_another_file_is_another_package(field, drawn, amina):
    previewed = drafting.preview(drawn.pk, by=amina).digest
    Enclosure.objects.update(**{field: {"digest": "0" * 64, "kind": "pdf", "size": 1}[field]})
    refused(sending.send, drawn.pk, previewed=previewed, by=amina, code="not_as_previewed")


def test_what_was_changed_in_the_vault_after_the_preview_stops_the_sending(drawn, amina):
    previewed = drafting.preview(drawn.pk, by=amina).digest
    pieces_of(Enclosure.objects.get()).update(sealed=b"\1" + b"x" * 60)
    refused(sending.send, drawn.pk, previewed=previewed, by=amina, code="not_as_previewed")
    assert Referral.objects.get().status == Status.DRAFT


# --- The partner ---------------------------------------------------------------------------------


def open_file(row, by):
    (copy,) = row.package.enclosures.all()
    return reading.open_file(copy.pk, by=by, purpose="referral")


def test_it_opens_with_the_package_and_closes_with_it(drawn, amina, clara, dag):
    with pytest.raises(OutOfReach):
        open_file(drawn, clara)
    row = send(drawn, amina)
    refused(open_file, row, clara, code="package_shut")
    row = answering.accept(row.pk, by=clara)
    assert open_file(row, clara).contents == PICTURE.contents
    with pytest.raises(OutOfReach):
        open_file(row, dag)
    row = following_up.start(row.pk, by=clara)
    assert open_file(row, clara).contents == PICTURE.contents
    row = reporting.report(row.pk, results=results_of(row), by=clara)
    assert reading.open_package(row.pk, by=clara, purpose="referral").files == []
    with pytest.raises(OutOfReach):  # after the report only what reaches the person is left
        open_file(row, clara)
    following_up.acknowledge(row.pk, by=amina)
    with pytest.raises(OutOfReach):
        open_file(row, clara)


def test_looking_leaves_a_line_that_the_person_sees(accepted, clara):
    open_file(accepted, clara)
    line = Event.objects.filter(deed="referral.opened", actor=f"user/{clara.pk}").get()
    copy = Enclosure.objects.get()
    assert line.subject == accepted.subject
    assert line.facts["opened"] == [f"{name_of(copy)}/contents"]


def test_whoever_answers_by_link_does_not_see_it(accepted, youth_centre):
    with pytest.raises(Refused):
        open_file(accepted, Guest("guest", "guest", youth_centre.pk))


def test_a_file_of_another_referral_is_not_found(
    accepted, files, help_request, school, amina, clara
):
    with pytest.raises(OutOfReach):
        open_file(with_files(help_request, school, amina, files[1:]), clara)


def test_what_is_not_what_was_sent_is_not_served(accepted, clara):
    pieces_of(Enclosure.objects.get()).update(sealed=b"\1" + b"x" * 60)
    with pytest.raises(DoesNotOpen):
        open_file(accepted, clara)


def test_a_consent_that_is_taken_back_shuts_it(accepted, consent, clara):
    assert open_file(accepted, clara)
    consent.withdrawn_at = consent.given_at
    consent.save()
    refused(open_file, accepted, clara, code="basis_gone")


def test_an_erasure_reaches_the_copies(accepted, right, lena, adam, amina):
    sending.recall(accepted.pk, reason="changed", by=amina)
    triaging.take(accepted.help_request_id, by=amina)
    triaging.close(accepted.help_request_id, reason="advised", children="none", by=amina)
    copy = Enclosure.objects.get()
    proposed = erasing.propose(accepted.help_request_id, ground_pk=right.pk, by=lena)
    done = erasing.confirm(proposed.pk, by=adam)
    assert done.counts["enclosures"] == 1
    assert not pieces_of(copy).exists()
    with pytest.raises(DoesNotOpen):
        reading.open_own_file(copy.pk, by=amina, purpose="referral")


# --- Pages and machines --------------------------------------------------------------------------

WRITTEN = {
    "goal_1": "Kommer hemifrån", "goal_2": "", "goal_3": "", "situation": "Behöver prata.",
    "items": ["name"], "access": [], "urgency": "normal",
}  # fmt: skip


def test_the_form_offers_each_with_a_way_to_look_and_keeps_what_was_typed(
    files, help_request, youth_centre, at, amina, lena
):
    url = reverse("desk:referral_begin", args=[help_request.pk, youth_centre.services.get().pk])
    client, chosen = at(lena), {**WRITTEN, "attachments": [str(files[0].pk)]}
    links = [reverse("desk:referral_attachment", args=[one.pk]) for one in files]
    page = client.get(url).content.decode()
    assert all(f'href="{link}"' in page for link in links)
    assert "Kim Exempel hemma" not in page
    answer = client.post(url, chosen)
    page = answer.content.decode()
    assert answer.context["form"].errors["attachments"]
    assert "Behöver prata." in page
    assert answer.context["form"]["attachments"].value() == [str(files[0].pk)]
    assert client.get(links[0]).content == PICTURE.contents
    assert client.post(url, chosen).status_code == 302
    again = client.get(reverse("desk:referral_package", args=[Referral.objects.get().pk]))
    assert again.context["form"]["attachments"].value() == [str(files[0].pk)]


def test_the_persons_words_are_shown_beside_and_what_was_chosen_stays(
    files, help_request, youth_centre, at, amina
):
    url = reverse("desk:referral_begin", args=[help_request.pk, youth_centre.services.get().pk])
    chosen = {**WRITTEN, "attachments": [str(files[0].pk)], "show_words": "yes"}
    form = at(amina).post(url, chosen).context["form"]
    assert form["attachments"].value() == chosen["attachments"]
    assert form["situation"].value() == WRITTEN["situation"]


def test_the_police_are_offered_none(files, help_request, police, at, amina):
    url = reverse("desk:referral_begin", args=[help_request.pk, police.services.get().pk])
    assert "attachments" not in at(amina).get(url).context["form"].fields


def test_the_partner_finds_it_beside_the_words_in_its_cage(accepted, at, clara, dag):
    url = reverse("portal:enclosure", args=[Enclosure.objects.get().pk])
    assert f'href="{url}"' in at(clara).get(reverse("portal:package", args=[accepted.pk])).text
    served = at(clara).get(url)
    assert served.content == PICTURE.contents
    assert served["Content-Type"] == "image/png"
    assert "sandbox" in served["Content-Security-Policy"]
    assert "no-store" in served["Cache-Control"]
    assert at(dag).get(url).status_code == 404


def test_the_person_sees_which_of_theirs_was_told(accepted, told, files):
    client = Client()
    client.post(reverse("mailbox:enter"), {"code": told.code})
    page = client.get(reverse("mailbox:shared")).content.decode()
    assert reverse("mailbox:attachment", args=[files[0].pk]) in page
    assert reverse("mailbox:attachment", args=[files[1].pk]) not in page


@pytest.mark.parametrize("was_opened", [True, False])
def test_once_it_is_over_the_person_sees_as_told_what_the_partner_has_opened(
    accepted, told, files, amina, clara, was_opened
):
    """The picture alone is enough: the words beside it need not have been read."""
    if was_opened:
        reading.open_file(Enclosure.objects.get().pk, by=clara, purpose="referral")
    sending.recall(accepted.pk, reason="changed", by=amina)
    client = Client()
    client.post(reverse("mailbox:enter"), {"code": told.code})
    page = client.get(reverse("mailbox:shared")).content.decode()
    assert (reverse("mailbox:attachment", args=[files[0].pk]) in page) == was_opened


def test_a_partners_system_opens_it_under_the_same_conditions(
    drawn, client, adam, youth_centre, amina
):
    system = a_machine(client, adam, Role.PARTNER_SYSTEM, youth_centre)
    base = f"/api/v1/referrals/{drawn.pk}/package/"
    address = f"/api/v1/enclosures/{Enclosure.objects.get().pk}/open/"
    assert system.post(address).status_code == 404
    send(drawn, amina)
    assert system.post(address).status_code == 409
    assert system.post(f"/api/v1/referrals/{drawn.pk}/accept/").status_code == 200
    (told,) = system.post(base).json()["files"]
    assert told == {
        "id": str(Enclosure.objects.get().pk), "media_type": "image/png",
        "size": len(PICTURE.contents),
    }  # fmt: skip
    answer = system.post(address)
    assert answer.content == PICTURE.contents
    assert system.get(address).status_code == 405
