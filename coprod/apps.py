from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class CoprodConfig(AppConfig):
    name = "coprod"
    verbose_name = "The site"


class CoprodAdminConfig(AdminConfig):
    default_site = "coprod.admin_site.CoprodAdminSite"
