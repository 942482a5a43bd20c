"""The door for the web server."""

from coprod.environment import prepare

prepare()

from django.core.wsgi import get_wsgi_application  # noqa: E402 - it reads the settings that prepare() chose

application = get_wsgi_application()
