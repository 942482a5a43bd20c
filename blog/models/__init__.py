"""Guest posts: who wrote them, what they say, and where they lived before they moved here."""

from blog.models.authors import Author, ByLine
from blog.models.imports import ImportRun
from blog.models.last_checks import LastCheck
from blog.models.moved import ImportedEntry, OldAddress
from blog.models.moves import NotNow, PostMove
from blog.models.pictures import HeldPicture, PostPicture
from blog.models.post_querysets import PostQuerySet
from blog.models.posts import Post
from blog.models.previews import GuestAnswer, PreviewLink
from blog.models.responses import Response
from blog.models.states import State
from blog.models.submissions import DraftPicture, Submission
from blog.models.versions import KeptPicture, PostVersion
from blog.models.working_copies import WorkingCopy

__all__ = [
    "Author",
    "ByLine",
    "DraftPicture",
    "GuestAnswer",
    "HeldPicture",
    "ImportRun",
    "ImportedEntry",
    "KeptPicture",
    "LastCheck",
    "NotNow",
    "OldAddress",
    "Post",
    "PostMove",
    "PostPicture",
    "PostQuerySet",
    "PostVersion",
    "PreviewLink",
    "Response",
    "State",
    "Submission",
    "WorkingCopy",
]
