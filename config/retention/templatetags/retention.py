"""How long a row is kept, on the pages of the rooms below."""

from django import template
from django.utils import timezone

from config.retention import saying
from config.retention.services import knowing
from intake.services import erasing

register = template.Library()


@register.inclusion_tag("retention/line.html")
def kept_until(row, url="", may_say=False):
    """One sentence, and the way to what decides it; of what is erased, when and on which ground."""
    if row.erased_at:
        return {"erased_at": row.erased_at, "erasure": erasing.done_to(row)}
    known = knowing.known(timezone.localdate())
    facts = knowing.facts_of(row, known.day)
    verdict = known.judge(facts)
    return {
        "sentence": saying.for_staff(verdict, facts, known.rules), "url": url if may_say else "",
        "asks": saying.must_be_said(verdict),
    }  # fmt: skip


@register.simple_tag
def kept_plainly(help_request):
    """The same for the person: which sentence, and the days."""
    known = knowing.known(timezone.localdate())
    verdict = known.judge(knowing.facts_of(help_request, known.day))
    return {"how": saying.for_person(verdict), "day": verdict.day, "latest": verdict.latest}
