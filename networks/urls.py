"""Addresses of the networks, and of every form through which someone writes to us."""

from django.urls import path

import networks.views as views

urlpatterns = [
    path("contact/", views.contact, name="contact"),
    path("contact/done/<uuid:key>/", views.contact_done, name="contact_done"),
    path("networks/", views.networks, name="networks"),
    path("networks/<slug:slug>/", views.network, name="network"),
    path("networks/<slug:slug>/groups/", views.groups, name="groups"),
    path("networks/<slug:slug>/resources/<int:pk>/", views.resource, name="resource"),
    path("networks/<slug:slug>/join/", views.join, name="join"),
    path("networks/<slug:slug>/join/done/<uuid:key>/", views.join_done, name="join_done"),
    path("networks/<slug:slug>/contact/", views.contact_network, name="contact_network"),
    path("networks/<slug:slug>/contact/done/<uuid:key>/", views.contact_network_done, name="contact_network_done"),
    path("networks/<slug:slug>/call-me-back/", views.call_me_back, name="call_me_back"),
    path("networks/<slug:slug>/call-me-back/done/<uuid:key>/", views.call_me_back_done, name="call_me_back_done"),
]
