"""What the checks say of every post, a line each: for a look over the whole blog, and for a script that watches it."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse

from blog.checking import Problem, problems_of, with_what_checks_need
from blog.models import Post
from coprod.forms import readable

AT_ONCE = 100  # posts in memory


class Command(BaseCommand):
    help = (
        "Checks every post that readers see or will see, and names what is missing and what could be better. "
        "The exit status is 1 if anything is missing that a post needs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="drafts and posts that were taken down as well")

    def handle(self, *args: Any, **options: Any) -> None:
        posts = (
            Post.objects.filter(deleted_at=None)
            if options["all"]
            else Post.objects.filter(status=Post.Status.PUBLISHED)
        )
        seen = missing = hints = 0
        for post in with_what_checks_need(posts.order_by("pk")).iterator(chunk_size=AT_ONCE):
            seen += 1
            for problem in problems_of(post):
                missing, hints = missing + problem.blocks, hints + (not problem.blocks)
                self.stdout.write(_line(post, problem))
        self.stdout.write(f"{seen} posts: {missing} things are missing, {hints} hints.")
        if missing:
            raise SystemExit(1)


def _line(post: Post, problem: Problem) -> str:
    address = f"{settings.SITE_URL}{reverse('admin:blog_post_change', args=[post.pk])}{problem.place}"
    sort = "Missing" if problem.blocks else "Hint"
    where = f" [{problem.where}]" if problem.where else ""
    return " ".join(readable(f"{address} {sort}: {post.title}: {problem.words}{where}").split())
