"""Addresses, by who comes. config/urls.py lays them out."""

from django.urls import path

from config.webhooks import views

public_urls: list = []
mailbox_urls: list = []
desk_urls = [
    path("settings/calls/", views.receivers, name="receivers"),
    path("settings/calls/new/", views.connect, name="receiver_new"),
    path("settings/calls/failed/<int:pk>/again/", views.call_again, name="call_again"),
    path("settings/calls/failed/<int:pk>/drop/", views.drop, name="call_drop"),
    path("settings/calls/<uuid:pk>/", views.receiver, name="receiver"),
    path("settings/calls/<uuid:pk>/test/", views.test, name="receiver_test"),
    path("settings/calls/<uuid:pk>/secret/", views.renew_secret, name="receiver_secret"),
    path("settings/calls/<uuid:pk>/switch/", views.switch, name="receiver_switch"),
    path("settings/calls/<uuid:pk>/disconnect/", views.disconnect, name="receiver_disconnect"),
]
portal_urls: list = []
