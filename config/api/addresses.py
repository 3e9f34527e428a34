"""Where keys for machines are issued. The machines' own addresses are in urls.py."""

from django.urls import path

from config.api import views

public_urls: list = []
mailbox_urls: list = []
desk_urls: list = [
    path("settings/tokens/", views.tokens, name="tokens"),
    path("settings/tokens/new/", views.issue, name="token-issue"),
    path("settings/tokens/<int:pk>/revoke/", views.revoke, name="token-revoke"),
]
portal_urls: list = []
