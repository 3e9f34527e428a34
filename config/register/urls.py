"""Addresses, by who comes. config/urls.py lays them out."""

from django.urls import path

from config.register import views

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
]
portal_urls: list = []
