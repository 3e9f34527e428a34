"""What a line of the log is seen against: the same day, the same row, the same person before."""

from collections import defaultdict

from audit import deeds, naming, working_hours
from audit.models import Event, SignWeight
from audit.signs import SIGNS, Surroundings, day_of

BATCH = 500
SAME_NAME = "helprequest.same_name"
DECLARED = "guard.stand_aside"


def weights_on(day) -> dict[str, SignWeight]:
    """By sign: the newest weight in force. A sign that nobody has weighed counts one."""
    rows = SignWeight.objects.filter(valid_from__lte=day).order_by("version")
    unweighed = {code: SignWeight(code=code, version=0) for code in SIGNS}
    return unweighed | {row.code: row for row in rows if row.code in SIGNS}


def around(events: list[Event], weights: dict[str, SignWeight]) -> Surroundings:
    """Everything the signs ask about *events*, oldest first, in a handful of queries."""
    counted = {code: row.from_number for code, row in weights.items() if row.from_number}
    found = Surroundings(is_at_work=working_hours.known(), from_number=counted)
    rows = defaultdict(set)
    for event in events:
        if event.decision != "allowed":
            found.refusals[day_of(event)] += 1
        elif deeds.is_read(event.deed):
            rows[day_of(event)].add(event.about)
    found.rows_read.update({day: len(abouts) for day, abouts in rows.items()})
    found.namesakes = _namesakes(events)
    found.new_to_the_unit = _new_to_the_unit(events)
    for actor, about in Event.objects.filter(deed=DECLARED).values_list("actor", "about"):
        found.related.add((actor, about))
        found.related_colleagues.setdefault(about, set()).add(actor)
    return found


def _namesakes(events: list[Event]) -> set[int]:
    """The mark stands after the read it belongs to: only then was the name open."""
    last, marked = {}, set()
    for event in events:
        if deeds.is_read(event.deed):
            last[event.actor, event.about] = event.pk
        elif event.deed == SAME_NAME:
            marked.add(last.get((event.actor, event.about)))
    return marked - {None}


def _new_to_the_unit(events: list[Event]) -> set[int]:
    """Reads of a request by somebody of a unit that never read it, when another unit has."""
    reads = [event for event in events if "task" in event.facts]
    before = _readers_before(reads)
    homes = naming.homes({event.actor for event in reads} | {who for _about, who in before})
    seen = defaultdict(set)
    for about, actor in before:
        seen[about] |= homes.get(actor, set())
    new = set()
    for event in reads:
        home = homes.get(event.actor, set())
        if seen[event.about] and not seen[event.about] & home:
            new.add(event.pk)
        seen[event.about] |= home
    return new


def _readers_before(reads: list[Event]) -> set[tuple]:
    """Who had read the same rows before the first of these."""
    rows, found = sorted({event.about for event in reads}), set()
    for start in range(0, len(rows), BATCH):
        same = Event.objects.filter(deeds.READS, about__in=rows[start : start + BATCH])
        earlier = same.filter(at__lt=reads[0].at)
        found.update(earlier.values_list("about", "actor"))
    return found
