"""Addresses, by who comes. config/urls.py lays them out."""

from django.urls import path

from partners.views import (
    arenas,
    capacity,
    catalogue,
    code_apps,
    directory,
    exchange,
    open_data,
    proposals,
)

# As HSDS names them: an address of a list ends without a stroke.
public_urls: list = [
    path("open-data/", open_data.about, name="open_data"),
    path("open-data/services", open_data.services, name="open_services"),
    path("open-data/services/<uuid:hsds_id>", open_data.service, name="open_service"),
    path("open-data/organizations", open_data.organisations, name="open_organisations"),
    path(
        "open-data/organizations/<uuid:hsds_id>", open_data.organisation, name="open_organisation"
    ),
]
mailbox_urls: list = []
desk_urls: list = [
    path("partners/", directory.partners, name="directory"),
    path("exchange/", exchange.exchange, name="exchange"),
    path("exchange/directory.json", exchange.download, name="exchange_download"),
    path("exchange/<int:pk>/", exchange.file, name="exchange_file"),
    path("exchange/<int:pk>/errors.json", exchange.errors, name="exchange_errors"),
    path("exchange/<int:pk>/apply/", exchange.apply, name="exchange_apply"),
    path("exchange/<int:pk>/drop/", exchange.drop, name="exchange_drop"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/<uuid:pk>/", proposals.proposal, name="proposal"),
    path("proposals/<uuid:pk>/approve/", proposals.approve, name="proposal_approve"),
    path("proposals/<uuid:pk>/refuse/", proposals.refuse, name="proposal_refuse"),
    path("arenas/<int:pk>/poster/", arenas.poster, name="arena_poster"),
    path("answer-links/", code_apps.code_apps, name="code_apps"),
    path("answer-links/<uuid:pk>/", code_apps.code_app, name="code_app"),
    path("answer-links/<uuid:pk>/register/", code_apps.register, name="code_app_register"),
    path("answer-links/<uuid:pk>/remove/", code_apps.remove, name="code_app_remove"),
    path("open-services/<int:pk>/withdraw/", catalogue.withdraw, name="open_service_withdraw"),
    path("open-services/<int:pk>/reinstate/", catalogue.reinstate, name="open_service_reinstate"),
]
portal_urls: list = [
    path("services/", proposals.services, name="services"),
    path("services/new/", proposals.propose_new, name="service_new"),
    path("services/new/<uuid:pk>/", proposals.propose_new, name="service_new_change"),
    path("services/hours/", proposals.propose_hours, name="hours_propose"),
    path("services/<int:pk>/", proposals.propose_service, name="service_propose"),
    path("proposals/<uuid:pk>/", proposals.own_proposal, name="proposal"),
    path("proposals/<uuid:pk>/take-back/", proposals.take_back, name="proposal_take_back"),
    path("room/", capacity.room, name="capacity"),
    path("room/<int:pk>/", capacity.state, name="capacity_state"),
]
