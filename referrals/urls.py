"""Addresses, by who comes. config/urls.py lays them out."""

from django.urls import path

from referrals.views import (
    absences,
    approvals,
    conversation,
    desk,
    figures,
    following,
    grounding,
    in_line,
    link,
    mailbox,
    next_steps,
    outcomes,
    portal,
    related,
    resting,
    rules,
    together,
    wizard,
    work,
)

public_urls: list = []

mailbox_urls = [
    path("shared/", mailbox.shared, name="shared"),
    path("shared/<uuid:pk>/take-back/", mailbox.take_back, name="take_back"),
    path("so-far/", mailbox.so_far_page, name="so_far"),
    path("withdraw/", mailbox.withdraw, name="withdraw"),
    path("shared/<uuid:pk>/did-it-help/", outcomes.own_view, name="own_view"),
]

_one = "referrals/<uuid:pk>"
desk_urls = [
    path("referrals/", desk.referrals, name="referrals"),
    path("figures/unmet-need/", figures.unmet_need, name="unmet_need"),
    path("figures/", figures.how_it_goes, name="figures"),
    path("referrals/differing/", outcomes.differing_views, name="differing"),
    path("referrals/came-back/", next_steps.next_steps, name="next_steps"),
    path("rules/", rules.rules, name="rules"),
    path("requests/<uuid:pk>/referrals/", desk.request_referrals, name="request_referrals"),
    path("requests/<uuid:pk>/referrals/new/", wizard.choose, name="referral_new"),
    path("requests/<uuid:pk>/referrals/new/<int:service_pk>/", wizard.begin, name="referral_begin"),
    path(f"{_one}/", desk.referral, name="referral"),
    path(f"{_one}/told/", desk.told, name="referral_told"),
    path(f"{_one}/conversation/", conversation.ours, name="referral_conversation"),
    path(f"{_one}/package/", wizard.package, name="referral_package"),
    path(f"{_one}/basis/", wizard.basis, name="referral_basis"),
    path(f"{_one}/basis/sheet/", grounding.sheet, name="referral_sheet"),
    path(f"{_one}/preview/", wizard.preview, name="referral_preview"),
    path(f"{_one}/submit/", wizard.submit, name="referral_submit"),
    path(f"{_one}/agree/", in_line.agree, name="referral_agree"),
    path(f"{_one}/break-off/", in_line.break_off, name="referral_break_off"),
    path(f"{_one}/discard/", wizard.discard, name="referral_discard"),
    path(f"{_one}/answer/", following.answer, name="referral_answer"),
    path(f"{_one}/recall/", following.recall, name="referral_recall"),
    path(f"{_one}/withdraw/", following.withdraw, name="referral_withdraw"),
    path(f"{_one}/together/", together.together, name="referral_together"),
    path(f"{_one}/pause/", resting.pause, name="referral_pause"),
    path(f"{_one}/resume/", resting.resume, name="referral_resume"),
    path(f"{_one}/contest/", following.contest, name="referral_contest"),
    path(f"{_one}/acknowledge/", following.acknowledge, name="referral_acknowledge"),
    path(f"{_one}/next/", following.try_next, name="referral_next"),
    path(f"{_one}/look-into/", outcomes.look_into, name="look_into"),
    path(f"{_one}/step/", next_steps.next_step, name="referral_step"),
    path("consents/<uuid:pk>/take-back/", following.take_back, name="consent_take_back"),
    path("approvals/", approvals.approvals, name="approvals"),
    path("approvals/<uuid:pk>/", approvals.approval, name="approval"),
]

_theirs = "inbox/<uuid:pk>"
portal_urls = [
    path("", portal.home, name="home"),
    path("inbox/", portal.inbox, name="inbox"),
    path("away/", absences.absences, name="absences"),
    path("away/<int:pk>/end/", absences.end, name="absence_end"),
    path("figures/", figures.of_partner, name="figures"),
    path(f"{_theirs}/", portal.referral, name="referral"),
    path(f"{_theirs}/open/", portal.open_envelope, name="open"),
    path(f"{_theirs}/ask/", portal.ask, name="ask"),
    path(f"{_theirs}/accept/", portal.accept, name="accept"),
    path(f"{_theirs}/decline/", portal.decline, name="decline"),
    path(f"{_theirs}/package/", portal.package, name="package"),
    path(f"{_theirs}/conversation/", conversation.theirs, name="conversation"),
    path(f"{_theirs}/attempt/", work.attempt, name="attempt"),
    path(f"{_theirs}/start/", work.start, name="start"),
    path(f"{_theirs}/new-day/", work.reschedule, name="reschedule"),
    path(f"{_theirs}/progress/", work.progress, name="progress"),
    path(f"{_theirs}/pause/", work.pause, name="pause"),
    path(f"{_theirs}/resume/", work.resume, name="resume"),
    path(f"{_theirs}/amend/", work.amend, name="amend"),
    path(f"{_theirs}/report/", work.report, name="report"),
    path(f"{_theirs}/assign/", work.assign, name="assign"),
    path(f"{_theirs}/give-back/", work.give_back, name="give_back"),
    path(f"{_theirs}/related/", related.declare, name="related"),
    path(f"{_theirs}/let-back/", related.lift, name="let_back"),
    path("ended/<uuid:pk>/", portal.tombstone, name="tombstone"),
    path("ended/<uuid:pk>/confirm/", portal.confirm, name="confirm"),
]

link_urls = [
    path("referral/", link.referral, name="referral"),
    path("referral/ask/", link.ask, name="ask"),
    path("referral/accept/", link.accept, name="accept"),
    path("referral/decline/", link.decline, name="decline"),
    path("<str:token>/", link.door, name="door"),
    path("<str:token>/again/", link.again, name="again"),
]
