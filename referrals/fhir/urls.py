"""Under /api/fhir/, beside the ordinary API."""

from django.urls import path

from referrals.fhir import views

urlpatterns = [
    path("metadata", views.Metadata.as_view(), name="fhir-metadata"),
    path("Task", views.TaskSearch.as_view(), name="fhir-task-list"),
    path("Task/<uuid:pk>", views.TaskById.as_view(), name="fhir-task"),
    path("ServiceRequest", views.ServiceRequestSearch.as_view(), name="fhir-request-list"),
    path("ServiceRequest/<uuid:pk>", views.ServiceRequestById.as_view(), name="fhir-request"),
    path("CodeSystem/<slug:slug>", views.CodeSystemById.as_view(), name="fhir-codes"),
    path("<path:anything>", views.Elsewhere.as_view(), name="fhir-elsewhere"),
]
