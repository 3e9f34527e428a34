"""Addresses, by who comes. config/urls.py lays them out."""

from django.urls import path

from config.threats.views import evidence, threats

public_urls: list = []
mailbox_urls: list = []
desk_urls = [
    path("threats/", threats.threats, name="threats"),
    path("threats/new/", threats.report, name="threat_report"),
    path("threats/entrusted/", evidence.entrusted, name="entrusted"),
    path("threats/entrusted/<int:pk>/end/", evidence.end_entrusted, name="entrusted_end"),
    path("threats/evidence/<uuid:pk>/", evidence.evidence, name="evidence"),
    path("threats/evidence/<uuid:pk>/file/", evidence.file, name="evidence_file"),
    path("threats/evidence/<uuid:pk>/destroy/", evidence.destroy, name="evidence_destroy"),
    path("threats/<uuid:pk>/", threats.threat, name="threat"),
    path("threats/<uuid:pk>/paper/", threats.paper, name="threat_paper"),
    path("threats/<uuid:pk>/evidence/", threats.evidence, name="threat_evidence"),
    path("threats/<uuid:pk>/plan/", threats.plan, name="threat_plan"),
    path("threats/<uuid:pk>/note/", threats.note, name="threat_note"),
    path("threats/<uuid:pk>/police/", threats.police, name="threat_police"),
    path("threats/<uuid:pk>/shield/", threats.shield, name="threat_shield"),
    path("threats/<uuid:pk>/unshield/", threats.unshield, name="threat_unshield"),
    path("threats/<uuid:pk>/close/", threats.close, name="threat_close"),
    path("threats/<uuid:pk>/reopen/", threats.reopen, name="threat_reopen"),
]
portal_urls: list = []
