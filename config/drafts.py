"""Where drafts are kept above the room of the requests, put together."""

from config.deviations import drafts as deviations
from config.incidents import drafts as incidents
from config.police import drafts as police
from config.threats import drafts as threats
from referrals import drafts as referrals

ROOMS = (deviations, incidents, police, threats, referrals)
WRITINGS = {page: one for room in ROOMS for page, one in room.WRITINGS.items()}
