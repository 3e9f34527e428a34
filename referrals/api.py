"""The same deeds for a partner's own system. Nothing here has a way into the request."""

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from referrals import rights
from referrals.lifecycle import PACKAGE_OPEN
from referrals.models import (
    DeclineReason,
    Question,
    QuestionCode,
    Referral,
    Result,
    ResultReason,
    ReturnReason,
)
from referrals.services import answering, following_up, reading

PURPOSE = "referral"


class RowSerializer(serializers.ModelSerializer):
    """What the list shows: blind."""

    service = serializers.CharField(source="service.__str__")

    class Meta:
        model = Referral
        fields = ["id", "reference", "service", "urgency", "status", "holder", "due_at", "sent_at"]
        read_only_fields = fields


class EnvelopeSerializer(serializers.Serializer):
    """What is known before accepting: codes, no person."""

    area = serializers.CharField(allow_blank=True)
    age_band = serializers.CharField()
    language = serializers.CharField()
    access = serializers.ListField(child=serializers.CharField())
    contact_rules = serializers.BooleanField(help_text="There are rules for safe contact.")
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
    questions = QuestionSerializer(source="referral.questions.all", many=True)

    @extend_schema_field(EnvelopeSerializer(allow_null=True))
    def get_envelope(self, seen):
        return EnvelopeSerializer(seen.codes).data if "age_band" in seen.codes else None

    def get_package_is_open(self, seen) -> bool:
        return seen.referral.status in PACKAGE_OPEN


class GoalAnswer(serializers.Serializer):
    id = serializers.UUIDField()
    text = serializers.CharField()


class AnsweredQuestion(serializers.Serializer):
    code = serializers.CharField()
    answer = serializers.CharField(allow_blank=True)


class PackageAnswer(serializers.Serializer):
    """What was chosen to be told. What was not chosen is not here at all."""

    texts = serializers.DictField(child=serializers.CharField())
    rules = serializers.DictField(help_text="The person's own rules for being reached, as codes.")
    goals = GoalAnswer(many=True)
    questions = AnsweredQuestion(many=True)


class AskInput(serializers.Serializer):
    code = serializers.ChoiceField(QuestionCode)


class AcceptInput(serializers.Serializer):
    reservation = serializers.BooleanField(
        default=False, help_text="A private organisation accepts the reservation (OSL 10:14)."
    )


class DeclineInput(serializers.Serializer):
    reason = serializers.ChoiceField(DeclineReason)
    suggested = serializers.IntegerField(
        source="suggested_pk", required=False, min_value=1, max_value=2**31 - 1,
        help_text="The id of a service that could help instead.",
    )  # fmt: skip


class GiveBackInput(serializers.Serializer):
    reason = serializers.ChoiceField(ReturnReason)


class GoalResult(serializers.Serializer):
    goal = serializers.UUIDField()
    result = serializers.ChoiceField(Result)
    reason = serializers.ChoiceField(ResultReason, required=False)


class ReportInput(serializers.Serializer):
    not_reached = serializers.BooleanField(default=False)
    results = GoalResult(many=True, required=False)


def deed(taken, right=rights.RESPOND):
    """One of the partner's deeds: what it is told, and the right it takes. It gives the row."""

    def declare(endpoint):
        posted = action(detail=True, methods=["post"], right=right)(endpoint)
        return extend_schema(request=taken, responses={200: RowSerializer})(posted)

    return declare


class ReferralViewSet(ReadOnlyModelViewSet):
    """Referrals to the caller's organisation: what is listed is what opens."""

    right = rights.RECEIVE
    serializer_class = RowSerializer
    queryset = Referral.objects.none()
    lookup_value_converter = "uuid"

    def get_queryset(self):
        rows = Referral.objects.visible_to(self.request.user).select_related("service")
        return rows.order_by("-sent_at", "pk")

    @extend_schema(responses={200: ReferralSerializer})
    def retrieve(self, request, pk):
        return Response(ReferralSerializer(reading.envelope(pk, by=request.user)).data)

    def run(self, use_case, taken=None, **given):
        """Bind what was sent, run the use case, answer with how the referral now stands."""
        if taken is not None:
            bound = taken(data=self.request.data)
            bound.is_valid(raise_exception=True)
            given = bound.validated_data
        row = use_case(self.kwargs["pk"], by=self.request.user, **given)
        return Response(RowSerializer(row).data)

    @deed(None)
    def open(self, request, pk):
        return self.run(answering.open_envelope)

    @deed(AskInput)
    def ask(self, request, pk):
        return self.run(answering.ask, AskInput)

    @deed(AcceptInput)
    def accept(self, request, pk):
        return self.run(answering.accept, AcceptInput)

    @deed(DeclineInput)
    def decline(self, request, pk):
        return self.run(answering.decline, DeclineInput)

    @extend_schema(request=None, responses={200: PackageAnswer})
    @action(detail=True, methods=["post"])
    def package(self, request, pk):
        """Read what was told. A POST: it leaves a line that says who read, and why."""
        opened = reading.open_package(pk, by=request.user, purpose=PURPOSE)
        return Response(PackageAnswer(_package(opened)).data)

    @deed(None)
    def start(self, request, pk):
        return self.run(following_up.start)

    @deed(None)
    def attempt(self, request, pk):
        return self.run(following_up.attempt)

    @deed(ReportInput)
    def report(self, request, pk):
        bound = ReportInput(data=request.data)
        bound.is_valid(raise_exception=True)
        return self.run(following_up.report, **_results(bound.validated_data))

    @deed(GiveBackInput, right=rights.RETURN)
    def give_back(self, request, pk):
        return self.run(following_up.give_back, GiveBackInput)


def _results(given: dict) -> dict:
    results = {
        one["goal"]: (one["result"], one.get("reason", "")) for one in given.get("results", [])
    }
    return {"results": results, "not_reached": given["not_reached"]}


def _package(opened) -> dict:
    return {
        "texts": {item: text for item, text in opened.texts.items() if text},
        "rules": opened.rules,
        "goals": [{"id": goal.pk, "text": text} for goal, text in opened.goals],
        "questions": [{"code": one.code, "answer": said} for one, said in opened.questions],
    }
