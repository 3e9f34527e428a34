"""Pages that look across rooms."""

from django.urls import path

from config.overview import erasures, home, search, settings

public_urls: list = []
mailbox_urls: list = []
desk_urls: list = [
    path("", home.first_door, name="home"),
    path("find/", search.find, name="find"),
    path("requests/<uuid:pk>/erase/", erasures.propose, name="erase"),
    path("log/erase/", erasures.propose_facts, name="erase_facts"),
    path("erasures/", erasures.erasures, name="erasures"),
    path("erasures/<uuid:pk>/", erasures.erasure, name="erasure"),
    path("erasures/<uuid:pk>/confirm/", erasures.confirm, name="erasure_confirm"),
    path("erasures/<uuid:pk>/decline/", erasures.decline, name="erasure_decline"),
    path("erasures/<uuid:pk>/take-back/", erasures.take_back, name="erasure_take_back"),
    path("erasures/<uuid:pk>/certify/", erasures.certify, name="erasure_certify"),
    path("erasures/<uuid:pk>/certificate/", erasures.certificate, name="erasure_certificate"),
    path("settings/", settings.overview, name="settings"),
    path("settings/<slug:section>/", settings.rows, name="settings_rows"),
    path("settings/<slug:section>/new/", settings.add, name="setting_new"),
    path("settings/<slug:section>/<str:pk>/", settings.edit, name="setting"),
    path("settings/<slug:section>/<str:pk>/remove/", settings.remove, name="setting_remove"),
]
portal_urls: list = []
