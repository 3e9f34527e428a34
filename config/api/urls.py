"""Every endpoint for machines, under /api/v1/."""

from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.routers import SimpleRouter

from audit.api import CosignView
from audit.guard import open_to_all
from intake.api import SubmitView
from referrals.api import EnclosureViewSet, ReferralList, ReferralViewSet

router = SimpleRouter(use_regex_path=False)
router.register("referrals", ReferralViewSet, basename="referral")
router.register("enclosures", EnclosureViewSet, basename="enclosure")

urlpatterns = [
    path("requests/", SubmitView.as_view(), name="api-requests"),
    path("cosign/", CosignView.as_view(), name="api-cosign"),
    path("referrals/", ReferralList.as_view(), name="referral-list"),
    *router.urls,
    path(
        "schema/",
        open_to_all(SpectacularJSONAPIView.as_view(authentication_classes=[])),
        name="api-schema",
    ),
]
