"""Where another municipality's Lotsen shows us its newest seal, and gets our signature on it."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from audit import rights
from audit.services import cosigning

MOST, MOST_DAYS = 10_000, 4_000
HEX_64, HEX_128 = r"^[0-9a-f]{64}$", r"^[0-9a-f]{128}$"
SIZE = {"min_value": 0, "max_value": 2**63 - 1}


class SealPaper(serializers.Serializer):
    stream = serializers.RegexField(r"^[0-9a-f]{32}$")
    number = serializers.IntegerField(**SIZE)
    head = serializers.RegexField(HEX_64)
    at = serializers.IntegerField(**SIZE)
    key = serializers.RegexField(HEX_64)
    previous = serializers.RegexField(r"^([0-9a-f]{64})?$", allow_blank=True)


class SealLine(serializers.Serializer):
    seal = SealPaper()
    signature = serializers.RegexField(HEX_128)


class CertificatePaper(serializers.Serializer):
    stream = serializers.RegexField(r"^[0-9a-f]{32}$")
    by = serializers.RegexField(HEX_64)
    key = serializers.RegexField(HEX_64)

    def get_fields(self):
        """“from” is a word of Python's."""
        return super().get_fields() | {"from": serializers.IntegerField(**SIZE)}


class CertificateLine(serializers.Serializer):
    certificate = CertificatePaper()
    signature = serializers.RegexField(HEX_128)


class CosignInput(serializers.Serializer):
    seal = SealLine()
    certificates = serializers.ListField(child=CertificateLine(), max_length=MOST_DAYS)
    after = serializers.IntegerField(**SIZE)
    leaves = serializers.ListField(child=serializers.RegexField(HEX_64), max_length=MOST)


class CosignAnswer(serializers.Serializer):
    """Our signature; or, while leaves are missing, the line up to which we have followed."""

    cosigned = serializers.JSONField(required=False)
    signature = serializers.RegexField(HEX_128, required=False)
    number = serializers.IntegerField(required=False)


class CosignView(APIView):
    right = rights.COSIGN

    @extend_schema(operation_id="cosign", request=CosignInput, responses={200: CosignAnswer})
    def post(self, request):
        given = CosignInput(data=request.data)
        given.is_valid(raise_exception=True)
        shown = given.validated_data
        leaves = [bytes.fromhex(leaf) for leaf in shown.pop("leaves")]
        papers = cosigning.Shown(leaves=leaves, **_plain(shown))
        return Response(cosigning.cosign(papers, by=request.user))


def _plain(shown) -> dict:
    """What was signed is compared byte for byte, so it is plain dicts again."""
    return {
        "seal": {"seal": dict(shown["seal"]["seal"]), "signature": shown["seal"]["signature"]},
        "certificates": [
            {"certificate": dict(one["certificate"]), "signature": one["signature"]}
            for one in shown["certificates"]
        ],
        "after": shown["after"],
    }
