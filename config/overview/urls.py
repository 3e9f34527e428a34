"""Pages that look across rooms."""

public_urls: list = []
mailbox_urls: list = []
desk_urls: list = []
portal_urls: list = []
