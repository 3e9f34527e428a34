"""Addresses, by who comes. config/urls.py lays them out."""

from django.urls import path

from partners.views import arenas, capacity, catalogue, directory

public_urls: list = []
mailbox_urls: list = []
desk_urls: list = [
    path("partners/", directory.partners, name="directory"),
    path("arenas/<int:pk>/poster/", arenas.poster, name="arena_poster"),
    path("open-services/<int:pk>/withdraw/", catalogue.withdraw, name="open_service_withdraw"),
    path("open-services/<int:pk>/reinstate/", catalogue.reinstate, name="open_service_reinstate"),
]
portal_urls: list = [
    path("room/", capacity.room, name="capacity"),
    path("room/<int:pk>/", capacity.state, name="capacity_state"),
]
