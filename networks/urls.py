"""Addresses of the networks, and of every form through which someone writes to us."""

from django.urls import path

import networks.views as views
from networks import group_pages
from networks.journey import views as joining
from networks.writing import views as writing
from networks.your_details import views as details

urlpatterns = [
    path("contact/", writing.contact, name="contact"),
    path("contact/done/<uuid:key>/", writing.contact_done, name="contact_done"),
    path("contact/call-me-back/", views.contact_call_me_back, name="contact_call_me_back"),
    path("contact/call-me-back/done/<uuid:key>/", views.contact_call_me_back_done, name="contact_call_me_back_done"),
    path("contact/<slug:step>/", writing.contact_step, name="contact_step"),
    path("networks/", views.networks, name="networks"),
    path("networks/<slug:slug>/", views.network, name="network"),
    path("networks/<slug:slug>/large-print/", views.network, {"large_print": True}, name="network_large_print"),
    path("networks/<slug:slug>/groups/", group_pages.groups, name="groups"),
    path("networks/<slug:slug>/groups/postcode/", group_pages.groups_by_postcode, name="groups_by_postcode"),
    path("networks/<slug:slug>/resources/<int:pk>/", views.resource, name="resource"),
    path("networks/<slug:slug>/join/", joining.join, name="join"),
    path("networks/<slug:slug>/join/done/<uuid:key>/", joining.join_done, name="join_done"),
    path("networks/<slug:slug>/join/<slug:step>/", joining.join_step, name="join_step"),
    path("networks/<slug:slug>/contact/", writing.contact_network, name="contact_network"),
    path("networks/<slug:slug>/contact/done/<uuid:key>/", writing.contact_network_done, name="contact_network_done"),
    path("networks/<slug:slug>/contact/<slug:step>/", writing.contact_network_step, name="contact_network_step"),
    path("networks/<slug:slug>/call-me-back/", views.call_me_back, name="call_me_back"),
    path("networks/<slug:slug>/call-me-back/done/<uuid:key>/", views.call_me_back_done, name="call_me_back_done"),
    path("your-details/", details.your_details, name="your_details"),
    path("your-details/sent/", details.your_details_sent, name="your_details_sent"),
    path("your-details/link/<slug:token>/", details.your_details_link, name="your_details_link"),
    path("your-details/yours/", details.your_details_page, name="your_details_page"),
    path("your-details/yours/copy/", details.your_details_copy, name="your_details_copy"),
    path("your-details/yours/change/", details.your_details_change, name="your_details_change"),
    path("your-details/yours/pause/", details.your_details_pause, name="your_details_pause"),
    path("your-details/yours/leave/<slug:reference>/", details.your_details_leave, name="your_details_leave"),
    path("your-details/yours/withdraw/<slug:purpose>/", details.your_details_withdraw, name="your_details_withdraw"),
    path("your-details/yours/stop/", details.your_details_stop, name="your_details_stop"),
    path("your-details/close/", details.your_details_close, name="your_details_close"),
    path("your-details/closed/", details.your_details_closed, name="your_details_closed"),
    path("your-details/not-me/<slug:token>/", details.not_me, name="not_me"),
]
