"""Addresses, by who comes. config/urls.py lays them out."""

from django.urls import path

from audit.views import log, review

public_urls: list = []
mailbox_urls: list = []
desk_urls: list = [
    path("log/", log.log, name="log"),
    path("log/lines/<int:number>/", log.event, name="log_event"),
    path("log/table/", log.export, name="log_export"),
    path("log/whole/", log.whole, name="log_whole"),
    path("review/", review.rounds, name="review"),
    path("review/figures/", review.figures, name="review_figures"),
    path("review/rounds/<uuid:pk>/", review.queue, name="review_round"),
    path("review/rounds/<uuid:pk>/protocol/", review.protocol, name="review_protocol"),
    path("review/items/<uuid:pk>/", review.item, name="review_item"),
]
portal_urls: list = []
