"""The two views that every page is compared with: ready bytes, and one row of the database."""

import os
from pathlib import Path

import dj_database_url
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    SECRET_KEY="nothing is signed with it",
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["127.0.0.1"],
    MIDDLEWARE=[],
    USE_TZ=True,
    DATABASES={"default": dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=600)},
)
PAGES = {page.stem: page.read_bytes() for page in Path(os.environ["BENCH_PAGES"]).iterdir()}


def bare(request: HttpRequest, kind: str) -> HttpResponse:
    """What the site itself answered, byte for byte."""
    if kind not in PAGES:
        raise Http404
    return HttpResponse(PAGES[kind])


def one_query(request: HttpRequest, kind: str) -> HttpResponse:
    """The same, out of a row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT page FROM bench_page WHERE kind = %s", [kind])
        row = cursor.fetchone()
    if row is None:
        raise Http404
    return HttpResponse(bytes(row[0]))


urlpatterns = [path("bare/<slug:kind>/", bare), path("one-query/<slug:kind>/", one_query)]
application = get_wsgi_application()
