"""Every kind of row is named here with how it goes: nothing about anybody is kept by oversight.

A new model fails until somebody has said under which of these it belongs.
"""

from django.apps import apps

from audit.vault.fields import sealed_fields
from config.clock.timetable import TIMETABLE
from config.retention.codes import BY_ITSELF, Kind
from config.retention.own import EVERY
from config.retention.services.tidying import TRACES
from config.retention.services.ways import WAYS

# Two people say yes to a list of them (config/retention/services/ways.py).
LISTED = """
intake.HelpRequest intake.ConcernReport deviations.Deviation incidents.Incident threats.Threat
police.ContactRequest
"""
# They go in the same act as what is listed, or are emptied then: words, and who it points at.
WITH_IT = """
intake.SafeContact intake.Message intake.Note intake.Attachment intake.ChildTalk
intake.GuardianAccess intake.Agreement intake.ServiceStart intake.ServiceTalk intake.Extract
intake.Keeping intake.RequestLink intake.NewCode intake.HelpRequestGrant intake.ConcernReportGrant
intake.Judgement intake.Draft
referrals.Referral referrals.Package referrals.Goal referrals.Question referrals.PartnerMessage
referrals.Basis referrals.Enclosure
deviations.Step incidents.Measure threats.Step threats.Evidence police.ContactDecision
audit.Letter audit.Piece audit.BlindIndex
"""
# Codes and days beside what is listed. They are counted, or prove what was decided by whom; when
# the words are gone they say nothing of anybody.
CODES = """
intake.Consent intake.ContactAttempt intake.Escalation intake.Feedback intake.ForInquiry
intake.GlassOpening intake.HelpRequestConflict intake.ConcernReportConflict intake.Offer
intake.Receipt intake.Telling
referrals.NextStep referrals.Guidance referrals.Report referrals.Outcome referrals.ReferralGrant
referrals.ReferralConflict
incidents.Clock incidents.Told
register.Marking retention.LegalHold retention.Disposal retention.DisposalItem retention.Delivery
"""
# Each night, by a rule of the plan (config/retention/services/tidying.py).
BY_THE_PLAN = """
audit.Outgoing referrals.AnswerLink partners.Proposal incidents.BreachCheck accounts.Invitation
"""
# By a job of the clock with a time limit of its own; a draft that was left lying too.
BY_THE_CLOCK = {
    "intake.Absence": "forget absences", "api.IdempotencyKey": "forget idempotency keys",
    "sessions.Session": "forget sessions", "usersessions.UserSession": "forget sessions",
    "access.FoundDifference": "compare access", "access.Comparison": "compare access",
    "access.AnnouncedEnd": "announce ends", "clock.Run": "",
}  # fmt: skip
# Their words are destroyed when somebody has dealt with them, or when they are taken over.
WHEN_DONE = "intake.Remark partners.IncomingFile"
# What others have received keeps a number and days, and no way back to anybody.
NO_PERSON = """
intake.Registration intake.RegistrationGrant referrals.Tombstone referrals.TombstoneGrant
intake.RemarkGrant intake.RemarkConflict intake.DoorCount referrals.Publication retention.Tidied
"""
# The log and what proves it: its own time limits are of the archive (audit/services/archiving.py).
LOG = """
audit.Event audit.Link audit.Head audit.PersonHead audit.ArchivedSalt audit.ArchivedUntil
audit.Round audit.Item audit.Certificate audit.Seal audit.Witness audit.Alarm audit.Neighbour
audit.Erasure audit.Change audit.RetiredKey
"""
# Those who work with it: kept as long as the log names them.
PEOPLE = """
accounts.User accounts.GroupRule account.EmailAddress account.EmailConfirmation mfa.Authenticator
socialaccount.SocialAccount socialaccount.SocialToken api.MachineToken access.AccessReview
access.ReviewedAccount intake.Duty intake.Qualification intake.TeamManager threats.Entrusted
guardian.UserObjectPermission guardian.GroupObjectPermission
"""
# What the house has decided for all: about nobody.
HOUSE = """
audit.ErasureGround audit.ReviewPlan audit.SignWeight auth.Group auth.Permission
contenttypes.ContentType socialaccount.SocialApp
partners.Area partners.Team partners.Topic partners.Organisation partners.Service
partners.AgreedPurpose partners.AgreementTerm partners.Arena partners.ServiceKind
partners.OpenService partners.CodeApp partners.OpeningHours partners.ClosedDays partners.ShortDay
partners.Municipality partners.PublicText partners.PhoneNumber partners.RefusalReason
intake.OwnPhrase intake.ConcernLimit intake.WithholdingGround intake.GreyZone intake.GuardTime
intake.LinkReason intake.Reason intake.StandardAnswer intake.LoadWeight intake.HandingReason
referrals.LegalGround referrals.NextStepRule referrals.SuggestionRule
access.AccessPolicy incidents.Deadline threats.ThreatPolicy webhooks.Receiver webhooks.HeardUntil
retention.RetentionRule retention.RetentionPlan register.RegisterTitle register.Provision
"""
NAMED = [
    *LISTED.split(), *WITH_IT.split(), *CODES.split(), *BY_THE_PLAN.split(), *BY_THE_CLOCK,
    *WHEN_DONE.split(), *NO_PERSON.split(), *LOG.split(), *PEOPLE.split(), *HOUSE.split(),
]  # fmt: skip


def labels(models) -> set[str]:
    return {model._meta.label for model in models}


def beside(label: str) -> set[str]:
    """What a kind of row belongs to, by its keys, near or far."""
    found, ahead = set(), [label]
    while ahead:
        for field in apps.get_model(ahead.pop())._meta.concrete_fields:
            other = field.is_relation and field.related_model._meta.label
            if other and other not in found:
                found.add(other)
                ahead.append(other)
    return found


def test_every_kind_of_row_is_named_once_with_how_it_goes():
    assert sorted(NAMED) == sorted(labels(apps.get_models()))


def test_what_is_listed_is_what_the_lists_know():
    assert set(LISTED.split()) == labels(WAYS)
    kinds = {own.kind for own in EVERY} | BY_ITSELF
    of_requests = {Kind.FILE, Kind.MINOR, Kind.NO_REQUEST, Kind.NOT_OPENED, Kind.INQUIRY}
    assert kinds | of_requests == set(Kind)  # a rule that nothing looks at would be a promise


def test_what_goes_by_the_plan_is_what_the_night_looks_at():
    assert set(BY_THE_PLAN.split()) == labels(trace.over().model for trace in TRACES)
    assert {trace.kind for trace in TRACES} == BY_ITSELF


def test_every_job_that_is_named_is_on_the_timetable():
    assert {job for job in BY_THE_CLOCK.values() if job} <= {job.name for job in TIMETABLE}


def test_whatever_holds_words_goes():
    goes = {*LISTED.split(), *WITH_IT.split(), *WHEN_DONE.split()}
    assert labels(model for model in apps.get_models() if sealed_fields(model)) <= goes


def test_everything_that_hangs_on_a_record_of_our_own_goes_with_it_or_is_codes():
    for own in EVERY:
        label = own.model._meta.label
        hanging = {
            relation.related_model._meta.label: relation.get_accessor_name()
            for relation in own.model._meta.related_objects if relation.one_to_many
        }  # fmt: skip
        left = {name for name, accessor in hanging.items() if accessor not in own.parts}
        assert left <= set(CODES.split()), label


def test_what_is_called_the_houses_own_belongs_to_nobody():
    about_people = {*LISTED.split(), *WITH_IT.split(), *CODES.split()}
    for label in (*HOUSE.split(), *NO_PERSON.split()):
        names = {field.name for field in apps.get_model(label)._meta.concrete_fields}
        assert not beside(label) & about_people, label
        assert "about" not in names or label in labels_with_own_about(), label


def labels_with_own_about() -> set[str]:
    """Where *about* says what a telephone number is for."""
    return {"partners.PhoneNumber"}
