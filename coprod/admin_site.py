"""The admin site, named after the organisation."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class CoprodAdminSite(admin.AdminSite):
    site_header = _("Coprod staff")
    site_title = _("Coprod staff")
    index_title = _("What would you like to do?")
