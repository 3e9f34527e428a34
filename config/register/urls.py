"""Addresses, by who comes. config/urls.py lays them out."""

from django.urls import path

from config.register import own_views, views

public_urls: list = []
mailbox_urls: list = []
desk_urls = [
    path("register/", views.register, name="register"),
    path("register/paper/", views.paper, name="register_paper"),
    path("register/register.csv", views.as_csv, name="register_csv"),
    path("register/register.json", views.as_json, name="register_json"),
    path("requests/<uuid:pk>/confidentiality/", views.of_request, name="markings"),
    path("requests/<uuid:pk>/confidentiality/lift/", views.lift_request, name="marking_lift"),
    path("concerns/<uuid:pk>/confidentiality/", views.of_concern, name="concern_markings"),
    path(
        "concerns/<uuid:pk>/confidentiality/lift/", views.lift_concern, name="concern_marking_lift"
    ),
    path(
        "deviations/<uuid:pk>/confidentiality/", own_views.of_deviation, name="deviation_markings"
    ),
    path(
        "deviations/<uuid:pk>/confidentiality/lift/",
        own_views.lift_deviation,
        name="deviation_markings_lift",
    ),
    path("incidents/<uuid:pk>/confidentiality/", own_views.of_incident, name="incident_markings"),
    path(
        "incidents/<uuid:pk>/confidentiality/lift/",
        own_views.lift_incident,
        name="incident_markings_lift",
    ),
    path("threats/<uuid:pk>/confidentiality/", own_views.of_threat, name="threat_markings"),
    path(
        "threats/<uuid:pk>/confidentiality/lift/",
        own_views.lift_threat,
        name="threat_markings_lift",
    ),
    path(
        "contact-requests/<uuid:pk>/confidentiality/",
        own_views.of_contact,
        name="contact_request_markings",
    ),
    path(
        "contact-requests/<uuid:pk>/confidentiality/lift/",
        own_views.lift_contact,
        name="contact_request_markings_lift",
    ),
]
portal_urls: list = []
