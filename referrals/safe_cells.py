"""Numbers that point at nobody, whatever one takes from what. No Django, no database.

A table of small numbers is not made safe by leaving the small ones out: whoever knows the sum
takes the others from it. So what is counted is first put into *blocks*: nothing is in two of them,
and each is about five people or more. Every number that is ever shown is a sum of whole blocks.
Take any of them from any other, as often as you like: what is left is whole blocks again – five
people or more, or nothing.

Within a block it is not told apart: it stands as the rest of what it belongs to. What is not there
at all cannot be told from what is in a rest.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping

SMALL = 5
# A rest of one large and one small part says both, to whoever knows how rests are made, if its sum
# is just above. From nine on, each sum of the two can have come about in four ways – if no part
# that stands beside it says how large the large one is at most.
ENOUGH = 2 * SMALL - 1
REST = ""

Key = tuple[str, ...]
Cells = Mapping[Key, Collection[Hashable]]  # whom it was about, once for each time


def blocks(cells: Cells) -> dict[Key, int]:
    """How many times, block by block, by the order of the keys. A key that ends in rests is a rest.

    Where all together are about fewer than five there is no block, and nothing is shown.
    """
    cells = {key: list(about) for key, about in cells.items() if about}
    if _people(cells.values()) < SMALL:
        return {}
    length = len(next(iter(cells)))
    return dict(_parted(cells, (), length))


def _parted(cells: Cells, prefix: Key, length: int):
    depth = len(prefix)
    if depth == length:
        yield prefix, _times(cells)
        return
    parts: dict[str, dict[Key, Collection]] = defaultdict(dict)
    for key, about in cells.items():
        parts[key[depth]][key] = about
    rest = _rest(parts)
    if rest:
        yield prefix + (REST,) * (length - depth), sum(_times(parts[value]) for value in rest)
    for value in sorted(parts.keys() - rest):
        yield from _parted(parts[value], (*prefix, value), length)


def _rest(parts: Mapping[str, Cells]) -> set[str]:
    """Which of them are not told apart: the small ones, and as many others as it takes."""
    sizes = {value: _people(cells.values()) for value, cells in parts.items()}
    rest = {value for value, size in sizes.items() if size < SMALL}
    if not rest:
        return set()
    for value in sorted(sizes.keys() - rest, key=lambda one: (sizes[one], one)):
        about = [cell for one in rest for cell in parts[one].values()]
        if _hides([sizes[one] for one in rest], _people(about), next_size=sizes[value]):
            break
        rest.add(value)
    return rest


def _hides(sizes: list[int], together: int, *, next_size: int) -> bool:
    """Can it have come about in several ways, also for whoever knows how rests are made?

    *next_size*: of the smallest part that is not in it. The large ones in it are no larger, so what
    is left for the small ones is at least the rest of that. It may be four, and must be able to be
    three as well.
    """
    if max(sizes) >= SMALL:
        large = sum(size >= SMALL for size in sizes)
        return together >= ENOUGH and together - large * next_size < SMALL - 1
    are_mixed = len(sizes) < sum(sizes) < (SMALL - 1) * len(sizes)  # not all of one, nor of four
    return are_mixed and together >= SMALL


def _people(several: Collection[Collection[Hashable]]) -> int:
    return len({who for about in several for who in about})


def _times(cells: Cells) -> int:
    return sum(len(about) for about in cells.values())


def within(found: Mapping[Key, int], asked: Key) -> dict[Key, int]:
    """The blocks that lie whole within *asked*: a value each, or "" for all."""
    return {key: count for key, count in found.items() if _within(key, asked)}


def shown(found: Mapping[Key, int], asked: Key) -> int:
    """How many times those are."""
    return sum(within(found, asked).values())


def _within(key: Key, asked: Key) -> bool:
    return all(not wanted or value == wanted for value, wanted in zip(key, asked, strict=True))
