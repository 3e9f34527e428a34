"""Pages that look across rooms."""

from django.urls import path

from config.overview import home, search, settings

public_urls: list = []
mailbox_urls: list = []
desk_urls: list = [
    path("", home.first_door, name="home"),
    path("find/", search.find, name="find"),
    path("settings/", settings.overview, name="settings"),
    path("settings/<slug:section>/", settings.rows, name="settings_rows"),
    path("settings/<slug:section>/new/", settings.add, name="setting_new"),
    path("settings/<slug:section>/<str:pk>/", settings.edit, name="setting"),
    path("settings/<slug:section>/<str:pk>/remove/", settings.remove, name="setting_remove"),
]
portal_urls: list = []
