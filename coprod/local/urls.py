"""Addresses that only a developer's machine has."""

from django.urls import path

from coprod.local import views

urlpatterns = [
    path("mail/", views.mail_list, name="mail_list"),
    path("mail/<str:name>/", views.mail_message, name="mail_message"),
    path("mail/<str:name>/html/", views.mail_html, name="mail_html"),
]
