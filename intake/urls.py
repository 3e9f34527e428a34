"""Addresses, by who comes. config/urls.py lays them out."""

from django.urls import path

from intake.views import (
    breaking_glass,
    concerns,
    consents,
    deciding,
    desk,
    mailbox,
    portal,
    protecting,
    public,
    recording,
    related,
    requests,
)

public_urls = [
    path("", public.start, name="start"),
    path("request/", public.request_help, name="request"),
    path("your-data/", public.text, {"key": "your_data"}, name="privacy"),
    path("accessibility/", public.text, {"key": "accessibility"}, name="accessibility"),
]
mailbox_urls = [
    path("", mailbox.enter, name="enter"),
    path("thread/", mailbox.thread, name="thread"),
    path("contact/", mailbox.contact, name="contact"),
    path("who/", mailbox.who, name="who"),
    path("leave/", mailbox.leave, name="leave"),
]
desk_urls = [
    path("queue/", desk.queue, name="queue"),
    path("mine/", desk.mine, name="mine"),
    path("requests/record/", recording.record, name="record"),
    path("requests/<uuid:pk>/", requests.help_request, name="request"),
    path("requests/<uuid:pk>/open/", requests.open_words, name="open"),
    path("requests/<uuid:pk>/read/", requests.words, name="words"),
    path("requests/<uuid:pk>/notes/", requests.notes, name="notes"),
    path("requests/<uuid:pk>/consents/", consents.consents, name="consents"),
    path("requests/<uuid:pk>/take/", deciding.take, name="take"),
    path("requests/<uuid:pk>/release/", deciding.release, name="release"),
    path("requests/<uuid:pk>/reassign/", deciding.reassign, name="reassign"),
    path("requests/<uuid:pk>/weigh/", deciding.weigh, name="weigh"),
    path("requests/<uuid:pk>/answer/", deciding.answer, name="answer"),
    path("requests/<uuid:pk>/close/", deciding.close, name="close"),
    path("requests/<uuid:pk>/hand-over/", deciding.hand_over, name="hand_over"),
    path("requests/<uuid:pk>/related/", related.declare, name="related"),
    path("requests/<uuid:pk>/let-back/", related.lift, name="let_back"),
    path("requests/<uuid:pk>/protect/", protecting.protect, name="protect"),
    path("protected/", protecting.protected, name="protected"),
    path("protected/requests/<uuid:pk>/", protecting.named, name="named"),
    path("protected/requests/<uuid:pk>/unname/", protecting.unname, name="unname"),
    path("protected/requests/<uuid:pk>/end/", protecting.end, name="unprotect"),
    path("protected/concerns/<uuid:pk>/", protecting.named_concern, name="named_concern"),
    path("protected/concerns/<uuid:pk>/unname/", protecting.unname_concern, name="unname_concern"),
    path("protected/concerns/<uuid:pk>/end/", protecting.end_concern, name="unprotect_concern"),
    path("emergency/", breaking_glass.emergency, name="emergency"),
    path("emergency/openings/", breaking_glass.openings, name="openings"),
    path("emergency/<uuid:pk>/longer/", breaking_glass.longer, name="glass_longer"),
    path("emergency/<uuid:pk>/agree/", breaking_glass.agree, name="glass_agree"),
    path("emergency/<uuid:pk>/cosign/", breaking_glass.cosign, name="glass_cosign"),
    path("concerns/<uuid:pk>/protect/", protecting.protect_concern, name="protect_concern"),
    path("concerns/", concerns.concerns, name="concerns"),
    path("concerns/<uuid:pk>/", concerns.concern, name="concern"),
    path("concerns/<uuid:pk>/open/", concerns.open_concern, name="open_concern"),
    path("concerns/<uuid:pk>/read/", concerns.concern_words, name="concern_words"),
    path("concerns/<uuid:pk>/acknowledge/", concerns.acknowledge, name="acknowledge_concern"),
    path("concerns/<uuid:pk>/related/", related.declare_concern, name="related_concern"),
    path("concerns/<uuid:pk>/let-back/", related.lift_concern, name="let_back_concern"),
]
portal_urls = [
    path("register/", portal.register, name="register"),
    path("register/unsure/", portal.unsure, name="register_unsure"),
    path("register/concern/", portal.register_concern, name="register_concern"),
    path("register/request/", portal.register_request, name="register_request"),
    path("registrations/", portal.registrations, name="registrations"),
]
