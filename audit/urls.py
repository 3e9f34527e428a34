"""Addresses, by who comes. config/urls.py lays them out."""

from django.urls import path

from audit import views

public_urls: list = []
mailbox_urls: list = []
desk_urls: list = [
    path("log/", views.log, name="log"),
    path("log/lines/<int:number>/", views.event, name="log_event"),
    path("log/table/", views.export, name="log_export"),
    path("log/sample/", views.sample, name="log_sample"),
    path("log/whole/", views.whole, name="log_whole"),
]
portal_urls: list = []
