"""Addresses, by who comes. config/urls.py lays them out."""

from django.urls import path

from config.police import views

_one = "contact-requests/<uuid:pk>"
public_urls: list = []
mailbox_urls: list = []
desk_urls = [
    path("contact-requests/", views.contact_requests, name="contact_requests"),
    path("contact-requests/new/", views.receive, name="contact_request_new"),
    path(f"{_one}/", views.contact_request, name="contact_request"),
    path(f"{_one}/paper/", views.paper, name="contact_request_paper"),
    path(f"{_one}/check/", views.check, name="contact_request_check"),
    path(f"{_one}/find/", views.find, name="contact_request_find"),
    path(f"{_one}/decide/", views.decide, name="contact_request_decide"),
    path(f"{_one}/confirm/", views.confirm, name="contact_request_confirm"),
    path(f"{_one}/hand-back/", views.hand_back, name="contact_request_hand_back"),
    path(f"{_one}/decide-anew/", views.decide_anew, name="contact_request_decide_anew"),
    path(f"{_one}/details/", views.details, name="contact_request_details"),
    path(f"{_one}/answer/", views.answer, name="contact_request_answer"),
    path(f"{_one}/call-off/", views.call_off, name="contact_request_call_off"),
    path("told-to-police/", views.year, name="told_to_police"),
]
portal_urls: list = []
