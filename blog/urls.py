"""Addresses of the blog, below /blog/."""

from django.urls import path

from blog import feeds, views

urlpatterns = [
    path("", views.posts, name="posts"),
    path("archive/", views.archive, name="archive"),
    path("<int:year>/", views.archive_year, name="archive_year"),
    path("<int:year>/<int:month>/", views.archive_month, name="archive_month"),
    path("feed/", feeds.feed, name="feed"),
    path("feed/rss/", feeds.feed_rss, name="feed_rss"),
    path("tag/<str:slug>/", views.tag, name="tag"),
    path("tag/<str:slug>/feed/", feeds.tag_feed, name="tag_feed"),
    path("tag/<str:slug>/feed/rss/", feeds.tag_feed, {"kind": feeds.Rss}, name="tag_feed_rss"),
    path("author/<str:slug>/", views.author, name="author"),
    path("author/<str:slug>/feed/", feeds.author_feed, name="author_feed"),
    path("author/<str:slug>/feed/rss/", feeds.author_feed, {"kind": feeds.Rss}, name="author_feed_rss"),
    path("<str:slug>/", views.post, name="post"),
]
