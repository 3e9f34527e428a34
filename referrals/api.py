"""The same deeds for a partner's own system. Nothing here has a way into the request."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from audit.guard import place_of
from audit.serving import serve
from referrals import rights
from referrals.lifecycle import Side
from referrals.models import Enclosure, Referral
from referrals.serializers import (
    AcceptInput,
    AskInput,
    AttemptInput,
    ConversationAnswer,
    DeclineInput,
    FileAnswer,
    GiveBackInput,
    MessageAnswer,
    PackageAnswer,
    PauseInput,
    ProgressInput,
    ReferralSerializer,
    ReportInput,
    RescheduleInput,
    RowSerializer,
    StartInput,
    WriteInput,
)
from referrals.services import (
    answering,
    conversing,
    digesting,
    following_up,
    pausing,
    reading,
    reporting,
    starting,
    trying,
)
from referrals.services.disclosing import limit_of

PURPOSE = "referral"


def deed(taken, right=rights.RESPOND):
    """One of the partner's deeds: what it is told, and the right it takes. It gives the row."""

    def declare(endpoint):
        posted = action(detail=True, methods=["post"], right=right)(endpoint)
        return extend_schema(request=taken, responses={200: RowSerializer})(posted)

    return declare


class ReferralList(ListAPIView):
    """Referrals to the caller's organisation: what is listed is what opens."""

    right = rights.LIST
    serializer_class = RowSerializer
    queryset = Referral.objects.none()

    def get_queryset(self):
        user = self.request.user
        theirs = Referral.objects.sent_to(user.organisation_id)
        theirs = theirs.listed_from(place_of(user))
        return theirs.select_related("service").order_by("-sent_at", "pk")


class ReferralViewSet(GenericViewSet):
    """One referral to the caller's organisation, and what a partner does with it."""

    right = rights.RECEIVE
    serializer_class = RowSerializer
    queryset = Referral.objects.none()
    lookup_value_converter = "uuid"

    @extend_schema(responses={200: ReferralSerializer})
    def retrieve(self, request, pk):
        seen = reading.envelope(pk, by=request.user)
        unread = digesting.unread_by_partner([seen.referral]).get(seen.referral.pk)
        context = {"unread": unread.many if unread else 0}
        return Response(ReferralSerializer(seen, context=context).data)

    def told(self, taken) -> dict:
        """What was sent, understood."""
        bound = taken(data=self.request.data)
        bound.is_valid(raise_exception=True)
        return bound.validated_data

    def run(self, use_case, taken=None, **given):
        """Bind what was sent, run the use case, answer with how the referral now stands."""
        if taken is not None:
            given = self.told(taken)
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

    @extend_schema(request=None, responses={200: ConversationAnswer})
    @action(detail=True, methods=["post"])
    def conversation(self, request, pk):
        """Read what both sides have written. From then on your organisation has read it: nobody
        there is told of it in the daily notice. A POST: it leaves a line that says who read.
        """
        read = conversing.read_theirs(pk, by=request.user)
        return Response(ConversationAnswer(_conversation(read)).data)

    @extend_schema(request=WriteInput, responses={200: MessageAnswer})
    @action(detail=True, methods=["post"], right=rights.RESPOND)
    def write(self, request, pk):
        """Write to the social services. Whoever answers there reads it; the person does not."""
        text = self.told(WriteInput)["text"]
        message = conversing.write_to_us(pk, text=text, by=request.user)
        return Response(MessageAnswer(message).data)

    @deed(StartInput)
    def start(self, request, pk):
        return self.run(following_up.start, StartInput)

    @deed(AttemptInput)
    def attempt(self, request, pk):
        """Against the person's own rules it is refused, and does not count."""
        return self.run(trying.attempt, AttemptInput)

    @deed(RescheduleInput)
    def reschedule(self, request, pk):
        return self.run(starting.reschedule, RescheduleInput)

    @deed(PauseInput)
    def pause(self, request, pk):
        return self.run(pausing.pause, PauseInput)

    @deed(None)
    def resume(self, request, pk):
        return self.run(pausing.resume)

    @deed(ProgressInput)
    def progress(self, request, pk):
        told = self.told(ProgressInput)["steps"]
        steps = {one["goal"]: one["step"] for one in told}
        return self.run(reporting.progress, steps=steps)

    @deed(ReportInput)
    def report(self, request, pk):
        return self.run(reporting.report, **_results(self.told(ReportInput)))

    @deed(ReportInput)
    def amend(self, request, pk):
        """The report once more, until it is confirmed. Also the answer to an objection."""
        return self.run(reporting.amend, **_results(self.told(ReportInput)))

    @deed(GiveBackInput, right=rights.RETURN)
    def give_back(self, request, pk):
        return self.run(following_up.give_back, GiveBackInput)


class EnclosureViewSet(GenericViewSet):
    """Pictures and PDFs that packages name."""

    right = rights.RECEIVE
    serializer_class = FileAnswer
    queryset = Enclosure.objects.none()
    lookup_value_converter = "uuid"

    @extend_schema(request=None, responses={(200, "*/*"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["post"])
    def open(self, request, pk):
        """Its contents, as long as the package can be read. A POST: it leaves a line as well."""
        return serve(reading.open_file(pk, by=request.user, purpose=PURPOSE))


def _results(given: dict) -> dict:
    results = {
        one["goal"]: (one["result"], one.get("reason", "")) for one in given.get("results", [])
    }
    return {"results": results, "not_reached": given["not_reached"]}


def _file(enclosure) -> dict:
    media_type = enclosure.file_kind.media_type
    return {"id": enclosure.pk, "media_type": media_type, "size": enclosure.size}


def _conversation(read) -> dict:
    """As the partner's own page has it: we appear as we want to be called outwards."""
    said = [
        {
            "id": one.message.pk, "writer": one.message.writer, "text": one.text,
            "written_at": one.message.written_at, "author": _author(one.message),
        }
        for one in read.said
    ]  # fmt: skip
    return {"messages": said, "may_write": not read.shut, "why_not": read.shut}


def _author(message) -> str:
    is_theirs = message.writer == Side.PARTNER
    return message.author.name if is_theirs else message.author.name_outward


def _package(opened) -> dict:
    return {
        "texts": {item: text for item, text in opened.texts.items() if text},
        "rules": opened.rules,
        "rules_changed": opened.rules_changed,
        "goals": [{"id": goal.pk, "text": text} for goal, text in opened.goals],
        "questions": [{"code": one.code, "answer": said} for one, said in opened.questions],
        "files": [_file(one) for one in opened.files],
        "limit": limit_of(opened.referral),
    }
