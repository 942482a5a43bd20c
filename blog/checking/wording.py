"""How easily a text is read. These are hints: a guest's own words are the guest's."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from blog.checking.problem import Problem
from blog.checking.text import WORD, Piece, first_words

TEXT = "#id_body"
HIGHEST_GRADE = 9
FEWEST_WORDS = 100  # of fewer, a grade says nothing
LONGEST_PARAGRAPH, LONGEST_SENTENCE = 120, 25  # words
SHOUTED = re.compile(r"\b[A-Z]{2,}(?:[ ,;:’'-]+[A-Z]{2,}){2,}\b")  # three words: two may be names of organisations
VOWELS = re.compile(r"[aeiouy]+")
SILENT_E = re.compile(r"[^aeiouyl]e$|[^aeiouytd]ed$|[^aeiousxz]es$")
TWO_SOUNDS = re.compile(r"(?<![tscg])i[ao]|eo")


def grade(piece: Piece) -> Iterator[Problem]:
    """The Flesch-Kincaid grade: the years at school after which an English text is easy.

    0.39 × words a sentence + 11.8 × syllables a word − 15.59 (Kincaid, Fishburne, Rogers and Chissom, “Derivation of
    new readability formulas for Navy enlisted personnel”, Research Branch Report 8-75, 1975).
    """
    sentences = [sentence for block in piece.prose for sentence in block.sentences]
    words = [word for sentence in sentences for word in WORD.findall(sentence)]
    if len(words) < FEWEST_WORDS:
        return
    spoken = sum(syllables(word) for word in words)
    found = 0.39 * len(words) / len(sentences) + 11.8 * spoken / len(words) - 15.59
    if found > HIGHEST_GRADE:
        said = _("The text is hard to read: grade %(grade)d, and 9 or less suits most. Shorter sentences help most.")
        yield Problem("reading-grade", said % {"grade": round(found + 0.5)}, TEXT)


def syllables(word: str) -> int:
    """Groups of vowels, but for an e that is not heard: near enough for a mean over a hundred words."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    heard = len(VOWELS.findall(letters)) + len(TWO_SOUNDS.findall(letters))
    return max(1, heard - bool(SILENT_E.search(letters)))


def paragraphs(piece: Piece) -> Iterator[Problem]:
    for block in piece.prose:
        if block.count > LONGEST_PARAGRAPH:
            words = _("This paragraph has %(count)d words. Make two or three of it, each with one thought.")
            yield Problem("long-paragraph", words % {"count": block.count}, TEXT, where=block.where)


def sentences(piece: Piece) -> Iterator[Problem]:
    long = [
        (block, sentence)
        for block in piece.prose
        for sentence in block.sentences
        if len(WORD.findall(sentence)) > LONGEST_SENTENCE
    ]
    if long:
        words = ngettext(
            "%(count)d sentence has more than 25 words. Can it be two?",
            "%(count)d sentences have more than 25 words. Can each be two? The first of them:",
            len(long),
        )
        yield Problem("long-sentences", words % {"count": len(long)}, TEXT, where=first_words(long[0][1]))


def capitals(piece: Piece) -> Iterator[Problem]:
    places = [(piece.post.title, "#id_title", ""), (piece.post.standfirst, "#id_standfirst", "")]
    places += [(block.words, TEXT, block.where) for block in piece.blocks]
    for text, place, where in places:
        if found := SHOUTED.search(text):
            words = _("“%(words)s” is hard to read in capitals. Write it in small letters.")
            yield Problem("capitals", words % {"words": found[0][:60]}, place, where=where)


CHECKS = [grade, paragraphs, sentences, capitals]
