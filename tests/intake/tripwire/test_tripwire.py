"""What sounds like danger is heard in five languages, and what only looks like it is not.

The phrases lie beside this file, a line each: language, class, phrase. The patterns were made
while looking at `tuned.tsv` alone; `held_out.tsv` says how they do with what they have not met.
"""

from collections import defaultdict
from pathlib import Path

import pytest

from config.demo.town import read
from intake.tripwire import NotAPattern, check, weigh, weighing
from intake.tripwire.normalising import fold, sentences
from intake.tripwire.patterns import LANGUAGES, RANKS
from intake.tripwire.spelling import one_slip_apart

HERE = Path(__file__).parent
DANGER = {"life", "violence", "child", "afraid"}


def phrases(*names: str) -> list[list[str]]:
    lines = [line for name in names for line in (HERE / name).read_text("utf-8").splitlines()]
    return [line.split("\t") for line in lines]


def kinds(text: str) -> set[str]:
    return {sign.kind for sign in weigh(text)}


def figures(told) -> dict[str, list[int]]:
    """By language: dangers, heard ones, harmless ones, false alarms."""
    counted = defaultdict(lambda: [0, 0, 0, 0])
    for language, kind, phrase in told:
        place = 0 if kind != "none" else 2
        counted[language][place] += 1
        counted[language][place + 1] += bool(kinds(phrase) & DANGER)
    return counted


@pytest.mark.parametrize("names", [("tuned.tsv",), ("held_out.tsv",)], ids=lambda names: names[0])
def test_danger_is_heard_and_false_alarms_are_few(names, capsys):
    counted = figures(phrases(*names))
    with capsys.disabled():
        for language, (danger, heard, harmless, false) in counted.items():
            line = f"{heard}/{danger} heard, {false}/{harmless} false"
            print(f"\n  {names[0]} {language}: {line}", end="")  # noqa: T201
    danger, heard, harmless, false = map(sum, zip(*counted.values(), strict=True))
    assert heard / danger >= 0.95
    assert false / harmless <= 0.10


def test_every_language_is_tried_with_enough_phrases():
    counted = figures(phrases("tuned.tsv", "held_out.tsv"))
    assert set(counted) == set(LANGUAGES)
    assert all(danger >= 20 and harmless >= 16 for danger, _heard, harmless, _ in counted.values())


def test_the_class_that_is_heard_is_the_right_one():
    """A child may be heard beside violence: what is asked is that the class itself is there."""
    danger = [row for row in phrases("tuned.tsv", "held_out.tsv") if row[1] != "none"]
    right = [row for row in danger if row[1] in kinds(row[2])]
    assert len(right) / len(danger) >= 0.95


def test_every_sample_request_lands_at_or_above_its_urgency():
    ranks = ("normal", *RANKS)
    low = [
        told["id"]
        for told in read("requests")
        if ranks.index(max((sign.urgency for sign in weigh(told["text"])), key=ranks.index,
                           default="normal")) < ranks.index(told["expected_urgency"])
    ]  # fmt: skip
    assert low == []


@pytest.mark.parametrize(
    ("text", "is_heard"),
    [
        ("Min man slår mig", True),
        ("MIN MAN SLÅR MIG!!!", True),
        ("min man slar mig", True),
        ("min man slåååår mig", True),
        ("min man misshndlar mig", True),
        ("min man har slagit mig i flera år", True),
        ("min man slog mig förra veckan", True),
        ("min man slår mig inte", False),
        ("han slår mig inte bara när han är full", True),
        ("han har aldrig slagit mig", False),
        ("Jag vet inte. Min man slår mig", True),
        ("jag vill inte prata, han slår mig", True),
        ("jag vill inte leva", True),
        ("jag vill inte dö", False),
        ("i boken slår han sin fru", False),
        ("vår granne slår sin fru", True),
        ("min man slår mig när jag ser på film", True),
        ("", False),
        ("\u200f\u202e ,,, ...", False),
        ("112", False),
    ],
)
def test_negation_tense_and_spelling(text, is_heard):
    assert bool(kinds(text) & DANGER) is is_heard


def test_the_most_urgent_comes_first_and_each_class_once():
    signs = weigh("Min man slog mig förra veckan. Nu hotar han att döda mig. Jag vill inte leva.")
    assert [sign.urgency for sign in signs][:2] == ["emergency", "emergency"]
    assert len({sign.kind for sign in signs}) == len(signs)


def test_no_text_makes_it_slow(monkeypatch):
    """Eight times as long is eight times as many steps, and a new word is looked up once."""
    steps, looked_up = [], []
    path, spelled = weighing._path, weighing.spelled
    monkeypatch.setattr(weighing, "_path", lambda *told: steps.append(1) or path(*told))
    monkeypatch.setattr(weighing, "spelled", lambda word: looked_up.append(word) or spelled(word))
    nasty = "min pappa slår slår slår mig vill inte leva mer tabletterx " * 40
    weigh(nasty)
    once = len(steps)
    steps.clear()
    weigh(nasty * 8)
    assert once > 100
    assert len(steps) <= 8 * once + 2000
    assert len(looked_up) == 2 * len(set(looked_up))
    assert weigh("a" * 100_000) == weigh("," * 100_000) == ()


def test_the_municipality_adds_a_phrase_of_its_own():
    own = (("sv", "violence", "gömd+på Ekhyddan"),)
    assert "violence" not in kinds("Jag är gömd på Ekhyddan")
    assert "violence" in {sign.kind for sign in weigh("Jag är gömd på Ekhydan", own)}


@pytest.mark.parametrize("phrase", ["", "  ", "{nobody} slår", "a++b", "*", "slår | mig"])
def test_a_phrase_that_cannot_be_read_is_refused(phrase):
    with pytest.raises(NotAPattern):
        check("sv", phrase)


def test_words_are_folded_alike_in_every_script():
    assert fold("ÅÄÖ") == "aao"
    assert fold("أُرِيد") == fold("اريد")
    assert list(sentences("Don't. Nej,\nja")) == [["dont"], ["nej", ","], ["ja"]]


@pytest.mark.parametrize(
    ("written", "meant", "is_near"),
    [
        ("sjavmord", "sjalvmord", True), ("suiside", "suicide", True),
        ("tabeltter", "tabletter", True), ("tapaa", "tappaa", True),
        ("ord", "mord", False), ("abcdef", "abdfeg", False),
    ],
)  # fmt: skip
def test_one_slip_of_the_pen_is_forgiven(written, meant, is_near):
    assert one_slip_apart(written, meant) is is_near
