"""The accounts' pages outside /accounts/: who works here, and who may do what."""

from django.urls import path

from config.accounts.views import members, people

public_urls: list = []
mailbox_urls: list = []
desk_urls = [
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/end/", people.end_access, name="end_access"),
    path("people/<int:pk>/factors/", people.remove_factors, name="remove_factors"),
    path("people/invitations/<uuid:pk>/again/", people.invite_again, name="invite_again"),
    path("people/invitations/<uuid:pk>/revoke/", people.revoke, name="revoke_invitation"),
    path("roles/", people.roles, name="roles"),
]
portal_urls = [
    path("people/", members.members, name="members"),
    path("people/invite/", members.invite, name="member_invite"),
    path("people/<int:pk>/remove/", members.remove, name="member_remove"),
    path("people/invitations/<uuid:pk>/again/", members.invite_again, name="member_invite_again"),
    path("people/invitations/<uuid:pk>/revoke/", members.revoke, name="member_revoke"),
]
