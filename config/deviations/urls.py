"""Addresses, by who comes. config/urls.py lays them out."""

from django.urls import path

from config.deviations import views

public_urls: list = []
mailbox_urls: list = []
desk_urls = [
    path("deviations/", views.deviations, name="deviations"),
    path("deviations/new/", views.report, name="deviation_report"),
    path("deviations/<uuid:pk>/", views.deviation, name="deviation"),
    path("deviations/<uuid:pk>/paper/", views.paper, name="deviation_paper"),
    path("deviations/<uuid:pk>/file/", views.file, name="deviation_file"),
    path("deviations/<uuid:pk>/explain/", views.explain, name="deviation_explain"),
    path("deviations/<uuid:pk>/note/", views.note, name="deviation_note"),
    path("deviations/<uuid:pk>/decide/", views.decide, name="deviation_decide"),
    path("deviations/<uuid:pk>/close/", views.close, name="deviation_close"),
    path("deviations/<uuid:pk>/reopen/", views.reopen, name="deviation_reopen"),
]
portal_urls: list = []
