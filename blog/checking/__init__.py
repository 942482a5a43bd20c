"""What is looked at before a post goes to readers: `problems_of(post)` says what is missing, where, and how to mend it.

What keeps a post from being published is what staff can put right without touching a guest's words, and what no reader
should meet: no title, summary or text, a picture without a description, a step left out between headings, a link that
says nothing, no author, no consent or consent that has run out. All else is a hint. How a guest writes is the guest's.
"""

from blog.checking.problem import Problem
from blog.checking.reading import problems_of, with_what_checks_need

__all__ = ["Problem", "problems_of", "with_what_checks_need"]
