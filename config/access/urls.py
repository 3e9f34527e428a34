"""Addresses, by who comes. config/urls.py lays them out."""

from django.urls import path

from config.access import views

public_urls: list = []
mailbox_urls: list = []
desk_urls = [
    path("access/differences/", views.differences, name="differences"),
    path("access/differences/compare/", views.compare, name="compare_access"),
    path("access/differences/<int:pk>/repair/", views.repair, name="repair_access"),
    path("access/reviews/", views.reviews, name="access_reviews"),
    path("access/reviews/<uuid:pk>/", views.review, name="access_review"),
    path("access/reviews/accounts/<int:pk>/end/", views.end, name="access_end"),
]
portal_urls: list = []
