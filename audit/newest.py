"""Pages of a list that only ever grows: the newest of it. Older rows are found by asking for less.

To count a million lines takes longer than to show fifty of them.
"""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

MOST = 5_000


class Newest(Paginator):
    """*count* is at most MOST; *is_more*: there are older ones."""

    @cached_property
    def _counted(self) -> int:
        return self.object_list.order_by()[: MOST + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self._counted, MOST)

    @property
    def is_more(self) -> bool:
        return self._counted > MOST
