"""Addresses of the blog, below /blog/."""

from django.urls import path

from blog import feeds, indexes, views
from blog.previews import views as previews
from blog.responses import views as responses
from blog.submissions import views as submissions

urlpatterns = [
    path("", views.posts, name="posts"),
    path("archive/", views.archive, name="archive"),
    path("<int:year>/", views.archive_year, name="archive_year"),
    path("<int:year>/<int:month>/", views.archive_month, name="archive_month"),
    path("feed/", feeds.feed, name="feed"),
    path("feed/rss/", feeds.feed_rss, name="feed_rss"),
    path("write-for-us/", submissions.write_for_us, name="write_for_us"),
    path("write-for-us/done/<uuid:key>/", submissions.write_for_us_done, name="write_for_us_done"),
    path("write-for-us/your-picture/", submissions.write_for_us_picture, name="write_for_us_picture"),
    path("write-for-us/not-me/<uuid:key>/<slug:token>/", submissions.write_for_us_not_me, name="write_for_us_not_me"),
    path("write-for-us/<slug:step>/", submissions.write_for_us_step, name="write_for_us_step"),
    path("tag/", indexes.tags, name="tags"),
    path("author/", indexes.authors, name="authors"),
    path("preview/<str:token>/", previews.preview, name="preview"),
    path("preview/<str:token>/answered/<uuid:key>/", previews.preview_answered, name="preview_answered"),
    path("tag/<str:slug>/", views.tag, name="tag"),
    path("tag/<str:slug>/feed/", feeds.tag_feed, name="tag_feed"),
    path("tag/<str:slug>/feed/rss/", feeds.tag_feed, {"kind": feeds.Rss}, name="tag_feed_rss"),
    path("author/<str:slug>/", views.author, name="author"),
    path("author/<str:slug>/feed/", feeds.author_feed, name="author_feed"),
    path("author/<str:slug>/feed/rss/", feeds.author_feed, {"kind": feeds.Rss}, name="author_feed_rss"),
    path("<str:slug>/large-print/", views.post, {"large_print": True}, name="post_large_print"),
    path("<str:slug>/", views.post, name="post"),
    path("<str:slug>/respond/", responses.respond, name="respond"),
    path("<str:slug>/respond/done/<uuid:key>/", responses.respond_done, name="respond_done"),
    path("<str:slug>/responses/", responses.responses, name="responses"),
    path("<str:slug>/responses/reported/", responses.response_reported, name="response_reported"),
    path("<str:slug>/responses/<int:pk>/report/", responses.report_response, name="report_response"),
]
