"""Personal numbers in a text, however they are written."""

from intake import personal_numbers

CHILD = "201501319808"  # invented; its check digit fits


def test_numbers_are_found_among_other_figures():
    text = "Lo 150131-9808, tel 070-174 06 05, född 2015-01-31, rum 12345678901234"
    assert personal_numbers.found_in(text) == [CHILD]
    assert personal_numbers.found_in("Ring 070-174 06 05, ärende 20150131-9811") == []
    assert personal_numbers.found_in("Ring 070-174 06 05 150131-9808") == [CHILD]
    assert personal_numbers.readings("150131-9808") == [CHILD, "191501319808"]
    assert personal_numbers.readings("20150131-9808") == [CHILD]
