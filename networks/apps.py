from django.apps import AppConfig


class NetworksConfig(AppConfig):
    name = "networks"
    verbose_name = "Networks"

    def ready(self) -> None:
        from networks import emails  # noqa: F401 - the worker writes the mail that is registered there
