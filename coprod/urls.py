"""Addresses of the whole site. The name of each is the name of its view."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from coprod import media, sitemaps, views

handler400 = "coprod.views.bad_request"
handler403 = "coprod.views.permission_denied"
handler404 = "coprod.views.page_not_found"
handler500 = "coprod.views.server_error"

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("about/", views.page, {"address": "about"}, name="about"),
    path("privacy/", views.page, {"address": "privacy"}, name="privacy"),
    path("accessibility/", views.page, {"address": "accessibility"}, name="accessibility"),
    path("blog/", include("blog.urls")),
    path("", include("networks.urls")),
    path("admin/", admin.site.urls),
    path("media/<path:name>", media.media, name="media"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap_section, name="sitemap_section"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path(".well-known/security.txt", views.security, name="security"),
    path("robots.txt", views.robots, name="robots"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]

if settings.DEVELOPMENT_PAGES:
    urlpatterns += [
        path("styleguide/", views.styleguide, name="styleguide"),
        path("development/", include("coprod.local.urls")),
    ]
