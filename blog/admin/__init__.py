"""Staff pages for the blog: write a post, say whose it is, publish it or take it down again. A module a list."""

from blog.admin.authors import AuthorAdmin
from blog.admin.guest_answers import GuestAnswerAdmin
from blog.admin.importing import ImportRunAdmin
from blog.admin.old_addresses import OldAddressAdmin
from blog.admin.posts import PostAdmin
from blog.admin.responses import ResponseAdmin
from blog.admin.submissions import SubmissionAdmin
from blog.admin.tags import TagAdmin

__all__ = [
    "AuthorAdmin",
    "GuestAnswerAdmin",
    "ImportRunAdmin",
    "OldAddressAdmin",
    "PostAdmin",
    "ResponseAdmin",
    "SubmissionAdmin",
    "TagAdmin",
]
