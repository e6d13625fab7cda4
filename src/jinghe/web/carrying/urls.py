"""Addresses of carrying the plan: letters, decomposition, adjustments, work plans, contacts, the head's own part."""

from django.urls import path

from jinghe.web.carrying import adjustments, decomposition, head_actions, liaison, sign_off, work_plans

urlpatterns = [
    path("sign-off/", sign_off.matrix, name="sign_off"),
    path("sign-off/<str:unit>/", sign_off.letter, name="letter"),
    path("sign-off/<str:unit>/sign/", sign_off.signing, name="letter_sign"),
    path("sign-off/<str:unit>/object/", sign_off.objecting, name="letter_object"),
    path("sign-off/<str:unit>/letter.<str:form>", sign_off.written, name="letter_file"),
    path("decomposition/", decomposition.units, name="decomposition"),
    path("decomposition/<str:unit>/", decomposition.unit, name="decomposition_of"),
    path("decomposition/<str:unit>/<str:key>/", decomposition.splitting, name="decomposition_split"),
    path("decomposition/<str:unit>/<str:key>/check/", decomposition.checking, name="decomposition_check"),
    path("plan/adjust/", adjustments.listing, name="adjustments"),
    path("plan/adjust/new/", adjustments.proposing, name="adjustment_new"),
    path("plan/adjust/<str:code>/", adjustments.adjustment, name="adjustment"),
    path("plan/adjust/<str:code>/confirm/", adjustments.confirming, name="adjustment_confirm"),
    path("work-plans/", work_plans.units, name="work_plans"),
    path("work-plans/<str:unit>/", work_plans.unit, name="work_plan"),
    path("work-plans/<str:unit>/milestones/<str:code>/", work_plans.adding, name="milestone_new"),
    path("liaison/", liaison.units, name="liaison"),
    path("liaison/<str:unit>/", liaison.unit, name="liaison_of"),
    path("liaison/<str:unit>/contacts/<str:code>/", liaison.recording, name="contact_new"),
    path("leadership/", head_actions.units, name="head_actions"),
    path("leadership/<str:unit>/", head_actions.unit, name="head_actions_of"),
]
