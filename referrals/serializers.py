"""What a partner's own system is told and may tell: codes, and the package at its own address."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from audit.vault import receipts
from intake import words
from intake.forms.fields import HOLDS_CODE
from referrals.models import (
    Appointments,
    ContestReason,
    DeclineReason,
    PartnerMessage,
    PauseReason,
    Progress,
    Question,
    QuestionCode,
    Reaching,
    Referral,
    Result,
    ResultReason,
    ReturnReason,
    WorkDone,
)
from referrals.services.disclosing import has_begun, limit_of


class RowSerializer(serializers.ModelSerializer):
    """What the list shows: blind."""

    service = serializers.CharField(source="service.__str__")
    contest_reason = serializers.ChoiceField(ContestReason, allow_blank=True, read_only=True)

    class Meta:
        model = Referral
        fields = [
            "id", "reference", "service", "urgency", "status", "holder", "due_at", "sent_at",
            "expected_start", "first_contact_on", "review_at", "contest_reason",
        ]  # fmt: skip
        read_only_fields = fields


class EnvelopeSerializer(serializers.Serializer):
    """What is known before accepting: codes, no person. What a ground does not name is left out."""

    area = serializers.CharField(allow_blank=True, required=False)
    age_band = serializers.CharField(required=False)
    language = serializers.CharField(required=False)
    access = serializers.ListField(child=serializers.CharField(), required=False)
    contact_rules = serializers.BooleanField(
        required=False, help_text="There are rules for safe contact."
    )
    ground = serializers.CharField(allow_blank=True, help_text="The legal ground, if it is one.")


class QuestionSerializer(serializers.ModelSerializer):
    class Meta:
        model = Question
        fields = ["code", "asked_at", "answered_at"]
        read_only_fields = fields


class ReferralSerializer(serializers.Serializer):
    """One referral. The envelope is there once it is opened, the package at its own address."""

    referral = RowSerializer()
    attempts = serializers.IntegerField(source="referral.attempts")
    needs_reservation = serializers.BooleanField(source="referral.to.needs_reservation")
    package_is_open = serializers.SerializerMethodField()
    envelope = serializers.SerializerMethodField()
    limit = serializers.SerializerMethodField(
        help_text="What it may be used for, and for nothing else; empty if nothing is said."
    )
    questions = QuestionSerializer(source="referral.questions.all", many=True)
    unread_messages = serializers.SerializerMethodField(
        help_text="How many we have written in the conversation that nobody of you has read."
    )

    def get_unread_messages(self, seen) -> int:
        return self.context["unread"]

    @extend_schema_field(EnvelopeSerializer(allow_null=True))
    def get_envelope(self, seen):
        return EnvelopeSerializer(seen.codes).data if "ground" in seen.codes else None

    def get_limit(self, seen) -> str:
        return limit_of(seen.referral) if "ground" in seen.codes else ""

    def get_package_is_open(self, seen) -> bool:
        return has_begun(seen.referral)


class GoalAnswer(serializers.Serializer):
    id = serializers.UUIDField()
    text = serializers.CharField()


class AnsweredQuestion(serializers.Serializer):
    code = serializers.CharField()
    answer = serializers.CharField(allow_blank=True)


class FileAnswer(serializers.Serializer):
    """A picture or a PDF; its contents have an address of their own."""

    id = serializers.UUIDField()
    media_type = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes.")


class PackageAnswer(serializers.Serializer):
    """What was chosen to be told. What was not chosen is not here at all."""

    texts = serializers.DictField(child=serializers.CharField())
    rules = serializers.DictField(help_text="The person's own rules for being reached, as codes.")
    rules_changed = serializers.BooleanField(
        help_text="They are others than when it was sent: check a number or address before use."
    )
    goals = GoalAnswer(many=True)
    questions = AnsweredQuestion(many=True)
    files = FileAnswer(many=True)
    limit = serializers.CharField(
        allow_blank=True, help_text="What it may be used for, and for nothing else."
    )


class Said(serializers.Serializer):
    id = serializers.UUIDField()
    writer = serializers.CharField(help_text="us: the social services; partner: your side.")
    author = serializers.CharField(help_text="A name, or empty where none is told.")
    written_at = serializers.DateTimeField()
    text = serializers.CharField()


class ConversationAnswer(serializers.Serializer):
    """What you and the social services have written to each other about it, the oldest first."""

    messages = Said(many=True)
    may_write = serializers.BooleanField(help_text="Can you write now?")
    why_not = serializers.CharField(allow_blank=True, help_text="Why you cannot, in words.")


class MessageAnswer(serializers.ModelSerializer):
    """It has been written. The text is not said again."""

    class Meta:
        model = PartnerMessage
        fields = ["id", "written_at"]
        read_only_fields = fields


class WriteInput(serializers.Serializer):
    text = serializers.CharField(max_length=words.LONGEST, help_text="No more than the help needs.")
    with_code = serializers.BooleanField(
        default=False,
        help_text="A text that holds somebody's receipt code is refused, unless you mean it so.",
    )

    def validate(self, given):
        if receipts.holds_code(given["text"]) and not given["with_code"]:
            raise serializers.ValidationError({"text": [HOLDS_CODE]})
        return given

    def validate_text(self, text):
        return words.required(text)


class AskInput(serializers.Serializer):
    code = serializers.ChoiceField(QuestionCode)


class AcceptInput(serializers.Serializer):
    reservation = serializers.BooleanField(
        default=False, help_text="A private organisation accepts the reservation (OSL 10:14)."
    )
    expected_start = serializers.DateField(
        required=False, help_text="If it begins later: the day, at most six months away."
    )


class StartInput(serializers.Serializer):
    first_contact = serializers.DateField(
        required=False, help_text="The day of the first contact with the person; today if left out."
    )


class AttemptInput(serializers.Serializer):
    way = serializers.ChoiceField(Reaching)
    at = serializers.DateTimeField(required=False, help_text="When it was tried; now if left out.")


class RescheduleInput(serializers.Serializer):
    expected_start = serializers.DateField()


class PauseInput(serializers.Serializer):
    reason = serializers.ChoiceField(PauseReason)
    review_at = serializers.DateField(help_text="At most 90 days away.")


def _suggested() -> serializers.IntegerField:
    return serializers.IntegerField(
        source="suggested_pk", required=False, min_value=1, max_value=2**31 - 1,
        help_text="The id of a service that could help instead.",
    )  # fmt: skip


class DeclineInput(serializers.Serializer):
    reason = serializers.ChoiceField(DeclineReason)
    suggested = _suggested()


class GiveBackInput(serializers.Serializer):
    reason = serializers.ChoiceField(ReturnReason)
    work_done = serializers.ChoiceField(WorkDone, required=False)
    appointments = serializers.ChoiceField(Appointments, required=False)
    suggested = _suggested()


class GoalStep(serializers.Serializer):
    goal = serializers.UUIDField()
    step = serializers.ChoiceField(Progress)


class ProgressInput(serializers.Serializer):
    steps = GoalStep(many=True)


class GoalResult(serializers.Serializer):
    goal = serializers.UUIDField()
    result = serializers.ChoiceField(Result)
    reason = serializers.ChoiceField(ResultReason, required=False)


class ReportInput(serializers.Serializer):
    not_reached = serializers.BooleanField(default=False)
    results = GoalResult(many=True, required=False)
