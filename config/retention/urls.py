"""Addresses, by who comes. config/urls.py lays them out."""

from django.urls import path

from config.retention import deliveries, disposals, own_views, views

public_urls: list = []
mailbox_urls: list = []
desk_urls = [
    path("requests/<uuid:pk>/retention/", views.of_request, name="retention"),
    path("requests/<uuid:pk>/retention/hold/", views.hold_request, name="retention_hold"),
    path("requests/<uuid:pk>/retention/lift/", views.lift_request, name="retention_lift"),
    path("concerns/<uuid:pk>/retention/", views.of_concern, name="concern_retention"),
    path("concerns/<uuid:pk>/retention/hold/", views.hold_concern, name="concern_hold"),
    path("concerns/<uuid:pk>/retention/lift/", views.lift_concern, name="concern_lift"),
    path("deviations/<uuid:pk>/retention/", own_views.of_deviation, name="deviation_retention"),
    path(
        "deviations/<uuid:pk>/retention/lift/",
        own_views.lift_deviation,
        name="deviation_retention_lift",
    ),
    path("incidents/<uuid:pk>/retention/", own_views.of_incident, name="incident_retention"),
    path(
        "incidents/<uuid:pk>/retention/lift/",
        own_views.lift_incident,
        name="incident_retention_lift",
    ),
    path("threats/<uuid:pk>/retention/", own_views.of_threat, name="threat_retention"),
    path("threats/<uuid:pk>/retention/lift/", own_views.lift_threat, name="threat_retention_lift"),
    path(
        "contact-requests/<uuid:pk>/retention/",
        own_views.of_contact,
        name="contact_request_retention",
    ),
    path(
        "contact-requests/<uuid:pk>/retention/lift/",
        own_views.lift_contact,
        name="contact_request_retention_lift",
    ),
    path("disposals/", disposals.disposals, name="disposals"),
    path("disposals/questions/", disposals.questions, name="retention_questions"),
    path("disposals/<uuid:pk>/", disposals.disposal, name="disposal"),
    path("disposals/<uuid:pk>/prepare/", disposals.prepare, name="disposal_prepare"),
    path("disposals/<uuid:pk>/approve/", disposals.approve, name="disposal_approve"),
    path("disposals/<uuid:pk>/renew/", disposals.renew, name="disposal_renew"),
    path("disposals/<uuid:pk>/decline/", disposals.decline, name="disposal_decline"),
    path("disposals/<uuid:pk>/deliver/", deliveries.deliver, name="disposal_deliver"),
    path("deliveries/<uuid:pk>/receive/", deliveries.receive, name="delivery_receive"),
    path("deliveries/<uuid:pk>/drop/", deliveries.drop, name="delivery_drop"),
]
portal_urls: list = []
