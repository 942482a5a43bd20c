from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class CoprodConfig(AppConfig):
    name = "coprod"
    verbose_name = "The site"

    def ready(self) -> None:
        from coprod import checks  # noqa: F401 - Django asks what is registered there


class CoprodAdminConfig(AdminConfig):
    default_site = "coprod.admin_site.CoprodAdminSite"
