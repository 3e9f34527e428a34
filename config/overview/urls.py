"""Pages that look across rooms."""

from django.urls import path

from config.overview import erasures, extracts, home, search, settings

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
    path("requests/<uuid:pk>/extract/", extracts.begin, name="extract_begin"),
    path("extracts/", extracts.extracts, name="extracts"),
    path("extracts/<uuid:pk>/", extracts.extract, name="extract"),
    path("extracts/<uuid:pk>/check/", extracts.check, name="extract_check"),
    path("extracts/<uuid:pk>/look/", extracts.second_look, name="extract_look"),
    path("extracts/<uuid:pk>/release/", extracts.release, name="extract_release"),
    path("extracts/<uuid:pk>/send-back/", extracts.send_back, name="extract_send_back"),
    path("extracts/<uuid:pk>/drop/", extracts.drop, name="extract_drop"),
    path("extracts/<uuid:pk>/paper/", extracts.paper, name="extract_paper"),
    path("extracts/<uuid:pk>/files/<int:number>/", extracts.attached, name="extract_attached"),
    path("extracts/<uuid:pk>/file/", extracts.file, name="extract_file"),
    path("extracts/<uuid:pk>/bundle/", extracts.bundle, name="extract_bundle"),
    path("extracts/<uuid:pk>/hand-over/", extracts.hand_over, name="extract_hand_over"),
    path("settings/", settings.overview, name="settings"),
    path("settings/groups/<int:pk>/confirm/", settings.confirm_rule, name="rule_confirm"),
    path("settings/<slug:section>/", settings.rows, name="settings_rows"),
    path("settings/<slug:section>/new/", settings.add, name="setting_new"),
    path("settings/<slug:section>/<str:pk>/", settings.edit, name="setting"),
    path("settings/<slug:section>/<str:pk>/remove/", settings.remove, name="setting_remove"),
]
portal_urls: list = []
