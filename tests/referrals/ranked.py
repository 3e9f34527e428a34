"""Ten services of an invented town, in codes, and the rules that a new house begins with."""

from datetime import date
from pathlib import Path

from config.starter import loading
from referrals.models import SuggestionRule
from referrals.ranking import OLDEST, Fact, Offered

GOLDEN = Path(__file__).parent / "explanations.json"
MONEY, SCHOOL, VIOLENCE = 1, 2, 3
NORTH, SOUTH = 1, 2
NAMES = {
    1: "Skuldrådgivning", 2: "Samtal om pengar", 3: "Råd i söder", 4: "Fullt hus", 5: "Tyst länge",
    6: "Läxhjälp", 7: "Stöd efter våld", 8: "Områdespolis", 9: "Stängt länge", 10: "För alla",
}  # fmt: skip


def rules() -> list[SuggestionRule]:
    rows = loading.read("suggestion_rules")
    return [SuggestionRule(valid_from=date(2026, 1, 1), **row) for row in rows]


def service(pk, topics=(), **fields) -> Offered:
    said = {
        "organisation": pk, "kind": "civil_society", "from_age": 0, "to_age": OLDEST,
        "languages": ["sv"], "access": [], "areas": frozenset(), "room": Fact.ROOM_OPEN,
        "hours": Fact.OPEN_NOW,
    }  # fmt: skip
    return Offered(pk=pk, topics=frozenset(topics), **said | fields)


def town() -> list[Offered]:
    adults = {"from_age": 18, "to_age": OLDEST}
    return [
        service(1, [MONEY], areas=frozenset({NORTH}), **adults),
        service(
            2,
            [MONEY, SCHOOL],
            languages=["sv", "ar"],
            room=Fact.ROOM_FEW,
            access=["steps", "hearing"],
        ),
        service(3, [MONEY], areas=frozenset({SOUTH})),
        service(4, [MONEY], areas=frozenset({NORTH}), room=Fact.ROOM_FULL, languages=["sv", "ar"]),
        service(5, [MONEY], areas=frozenset({NORTH}), room=Fact.ROOM_UNKNOWN),
        service(6, [SCHOOL], from_age=10, to_age=18, hours=Fact.OPENS_SOON),
        service(7, [VIOLENCE], from_age=15, languages=["sv", "so", "ar"], room=Fact.ROOM_FEW),
        service(8, [VIOLENCE, MONEY], kind="police"),
        service(9, [MONEY, VIOLENCE], hours=Fact.CLOSED, **adults),
        service(10, [], room=Fact.ROOM_UNKNOWN),
    ]
