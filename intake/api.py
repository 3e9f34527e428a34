"""The public form's deed for machines: an e-service platform hands over what somebody wrote."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from intake import rights, words
from intake.forms.contact import ContactForm
from intake.models import About, AgeBand, Asker, Channel, Days, Hours, Way
from intake.services import receiving
from partners.models import Area, Arena

KEY = "Idempotency-Key"
SHORTEST, LONGEST = 16, 200


class ContactInput(serializers.Serializer):
    """Checked by the form that people fill in themselves."""

    way = serializers.ChoiceField(Way, default=Way.NONE)
    hours = serializers.ChoiceField(Hours, default=Hours.ANY)
    days = serializers.ChoiceField(Days, default=Days.ALL)
    voicemail_ok = serializers.BooleanField(default=False)
    say_who_ok = serializers.BooleanField(default=False)
    is_shared = serializers.BooleanField(
        default=False, help_text="Somebody else also reads the address or answers the phone."
    )
    name = serializers.CharField(max_length=120, default="", allow_blank=True)
    phone = serializers.CharField(max_length=40, default="", allow_blank=True)
    email = serializers.CharField(max_length=254, default="", allow_blank=True)
    code_word = serializers.CharField(max_length=60, default="", allow_blank=True)
    wishes = serializers.CharField(max_length=1000, default="", allow_blank=True)

    def validate(self, given):
        form = ContactForm(given)
        if not form.is_valid():
            raise serializers.ValidationError(dict(form.errors))
        return form.contact()


class SubmitInput(serializers.Serializer):
    story = serializers.CharField(min_length=1, max_length=words.LONGEST)
    asker = serializers.ChoiceField(Asker, default=Asker.UNKNOWN)
    about = serializers.ChoiceField(About)
    age_band = serializers.ChoiceField(AgeBand, default=AgeBand.UNKNOWN)
    area = serializers.SlugRelatedField("code", queryset=Area.objects.all(), default=None)
    arena = serializers.SlugRelatedField(
        "slug", queryset=Arena.objects.all(), default=None,
        help_text="Where the person met the service: the end of the arena's short link.",
    )  # fmt: skip
    language = serializers.RegexField(r"^[a-z]{2,3}$", default="sv")
    interpreter = serializers.RegexField(r"^[a-z]{0,5}$", default="", allow_blank=True)
    contact = ContactInput(required=False)

    def validate_arena(self, arena):
        if arena and not arena.is_open:
            raise serializers.ValidationError(_("This arena is closed. Leave it out."))
        return arena

    def validate_story(self, story):
        return words.required(story)


class SubmitAnswer(serializers.Serializer):
    reference = serializers.CharField()
    receipt_code = serializers.CharField(help_text="Shown to the person once; it is not stored.")
    promised_at = serializers.DateTimeField(help_text="When a human will have read it.")


class SubmitView(APIView):
    """Hand over a request. The same Idempotency-Key again gives the same request and code.

    What is new in the text by then is added as a message, so nothing is lost.
    """

    right = rights.SUBMIT

    @extend_schema(
        operation_id="submit_request",
        request=SubmitInput,
        responses={200: SubmitAnswer, 201: SubmitAnswer},
        parameters=[
            OpenApiParameter(
                KEY,
                {"type": "string", "minLength": SHORTEST, "maxLength": LONGEST},
                OpenApiParameter.HEADER,
                required=True,
                description="A new random text for each request, kept until it is answered.",
            )  # fmt: skip
        ],
    )
    def post(self, request):
        given = SubmitInput(data=request.data)
        given.is_valid(raise_exception=True)
        told = receiving.submit(
            by=request.user, ticket=_ticket(request), channel=Channel.E_SERVICE,
            **given.validated_data,
        )  # fmt: skip
        answer = SubmitAnswer(
            {
                "reference": told.help_request.reference,
                "receipt_code": told.code,
                "promised_at": told.help_request.promised_at,
            }
        )
        made = status.HTTP_201_CREATED if told.is_new else status.HTTP_200_OK
        return Response(answer.data, status=made)


def _ticket(request) -> str:
    """The key, bound to the caller: nobody gets another platform's receipt code with it."""
    key = request.headers.get(KEY, "")
    if not SHORTEST <= len(key) <= LONGEST:
        raise serializers.ValidationError({KEY: [_("A header of 16 to 200 characters is needed.")]})
    return f"api/{request.user.pk}/{key}"
