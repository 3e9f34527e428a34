"""Addresses, by who comes. config/urls.py lays them out."""

public_urls: list = []
mailbox_urls: list = []
desk_urls: list = []
portal_urls: list = []
