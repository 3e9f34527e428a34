"""Addresses, by who comes. config/urls.py lays them out."""

from django.urls import path

from config.incidents import checks, views

public_urls: list = []
mailbox_urls: list = []
desk_urls = [
    path("incidents/", views.incidents, name="incidents"),
    path("incidents/new/", views.report, name="incident_report"),
    path("incidents/recall/<uuid:pk>/", views.report_recall, name="incident_recall"),
    path("incidents/finding/<uuid:pk>/", views.report_finding, name="incident_finding"),
    path("incidents/checks/<uuid:pk>/", checks.check, name="breach_check"),
    path("incidents/checks/<uuid:pk>/incident/", checks.open_incident, name="breach_check_open"),
    path("incidents/checks/<uuid:pk>/clear/", checks.clear, name="breach_check_clear"),
    path("incidents/<uuid:pk>/", views.incident, name="incident"),
    path("incidents/<uuid:pk>/paper/", views.paper, name="incident_paper"),
    path("incidents/<uuid:pk>/file/", views.file, name="incident_file"),
    path("incidents/<uuid:pk>/judge/", views.judge, name="incident_judge"),
    path("incidents/<uuid:pk>/meet/", views.meet, name="incident_meet"),
    path("incidents/<uuid:pk>/waive/", views.waive, name="incident_waive"),
    path("incidents/<uuid:pk>/tell/", views.tell, name="incident_tell"),
    path("incidents/<uuid:pk>/note/", views.note, name="incident_note"),
    path("incidents/<uuid:pk>/close/", views.close, name="incident_close"),
    path("incidents/<uuid:pk>/reopen/", views.reopen, name="incident_reopen"),
]
portal_urls: list = []
