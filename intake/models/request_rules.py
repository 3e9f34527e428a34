"""What the database itself refuses of a request, whoever writes it."""

from django.db import models
from django.db.models import Q

from intake.lifecycle import AT_REST, IN_HAND, UNDER_WAY, Status
from intake.models.codes import WITH_CHILDREN, CloseReason, Suspicion

RULES = [
    models.UniqueConstraint(fields=["ticket"], name="help_request_sent_once"),
    models.CheckConstraint(
        name="help_request_taken_means_somebody",
        condition=~Q(status="new") | Q(assigned_to__isnull=True),
    ),
    models.CheckConstraint(
        name="help_request_closed_has_a_time",
        condition=Q(status__in=AT_REST, closed_at__isnull=False)
        | Q(status__in=UNDER_WAY, closed_at__isnull=True),
    ),
    models.CheckConstraint(
        name="help_request_is_set_aside_for_a_reason",
        condition=Q(set_aside_at__isnull=True, set_aside_for="")
        | Q(set_aside_at__isnull=False, set_aside_for__in=list(Suspicion)),
    ),
    models.CheckConstraint(
        name="help_request_in_hand_is_not_set_aside",
        condition=~Q(status__in=IN_HAND) | Q(set_aside_at__isnull=True),
    ),
    models.CheckConstraint(
        name="help_request_is_put_off_for_a_reason",
        condition=Q(put_off_until__isnull=True, put_off_for="")
        | (Q(put_off_until__isnull=False) & ~Q(put_off_for="")),
    ),
    models.CheckConstraint(
        name="help_request_is_put_off_by_somebody",
        condition=Q(put_off_until__isnull=True) | Q(status__in=IN_HAND),
    ),
    models.CheckConstraint(
        name="help_request_is_stated_about_when_taken_back",
        condition=Q(no_suspicion_asked_at__isnull=True)
        | Q(
            status=Status.CLOSED,
            close_reason=CloseReason.WITHDRAWN,
            no_suspicion_by__isnull=True,
            erased_at__isnull=True,
        ),
    ),
    models.CheckConstraint(
        name="help_request_with_children_is_stated_about",
        condition=~Q(status=Status.CLOSED, children__in=WITH_CHILDREN)
        | Q(close_reason=CloseReason.WITHDRAWN)
        | Q(no_suspicion_by__isnull=False),
    ),
    models.CheckConstraint(
        name="help_request_is_erased_when_it_has_ended",
        condition=Q(erased_at__isnull=True) | Q(status__in=AT_REST),
    ),
    models.CheckConstraint(
        name="help_request_is_joined_to_another",
        condition=Q(status="joined", joined_to__isnull=False)
        | Q(status="handed_over")
        | (~Q(status__in=["joined", "handed_over"]) & Q(joined_to__isnull=True)),
    ),
]
