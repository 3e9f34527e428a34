"""For a partner's own system: a referral as FHIR R4, a Task and the ServiceRequest behind it."""
