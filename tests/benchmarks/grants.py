"""What a list costs among a million grants: a hundred thousand requests, each lent to ten groups.

Two hundred groups, so five thousand requests are lent to each; a third of the grants have an
end that is still to come, a third are over. Started by measure.py, in a process of its own.
"""

import json
from datetime import timedelta
from statistics import median
from time import perf_counter

from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.utils import timezone

from audit import guard
from config.accounts.models import User
from intake.models import IN_LINE, HelpRequest, HelpRequestGrant

GROUPS, EACH, VISITS = 200, 10, 40
LEND = """
    INSERT INTO intake_helprequestgrant
        (group_id, content_object_id, permission_id, given_by, given_at, until, reason, source)
    SELECT groups.id, requests.id, %s, 'clock', %s,
           CASE (requests.number + groups.number) %% 3 WHEN 0 THEN NULL WHEN 1 THEN %s ELSE %s END,
           '', 'bench'
    FROM (SELECT id, row_number() OVER (ORDER BY id) AS number FROM intake_helprequest) requests
    JOIN (SELECT id, row_number() OVER (ORDER BY id) AS number FROM auth_group
          WHERE name LIKE 'bench %%') groups
      ON (requests.number + groups.number) %% %s = 0
"""


def lend() -> int:
    """Straight into the table: a million deeds would take an hour."""
    now = timezone.now()
    view = Permission.objects.get(codename="view_helprequest")
    Group.objects.bulk_create(Group(name=f"bench {number}") for number in range(GROUPS))
    told = [view.pk, now, now + timedelta(days=30), now - timedelta(days=1), GROUPS // EACH]
    with connection.cursor() as cursor:
        cursor.execute(LEND, told)
        cursor.execute("ANALYZE")
    return HelpRequestGrant.objects.count()


def measure() -> dict:
    """The first page of everything somebody reaches, how many that is, and the head of a queue."""
    user = User.objects.create_user("bench@tallsunda.example", name="B", role="social_worker")
    user.groups.add(Group.objects.filter(name__startswith="bench ").first())
    rows = HelpRequest.objects.without_words()

    def whole():
        return list(rows.visible_to(user).order_by(*IN_LINE)[:25])

    def head():
        line = rows.waiting().first_visible(guard.place_of(user), *IN_LINE, most=1000)
        return list(line[:25])

    def count():
        return rows.visible_to(user).count()

    assert count() == HelpRequestGrant.objects.in_force().filter(group__user=user).count()
    return {
        "grants_list_ms": _median(whole), "grants_count_ms": _median(count),
        "grants_head_ms": _median(head),
    }  # fmt: skip


def _median(do) -> float:
    """After a first time, which reads the tables from the disk."""
    do()
    took = []
    for _ in range(VISITS):
        begun = perf_counter()
        do()
        took.append((perf_counter() - begun) * 1000)
    return median(took)


def main() -> None:
    print(json.dumps({"grants": lend(), **measure()}))
