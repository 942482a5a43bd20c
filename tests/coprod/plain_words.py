"""Measures how plainly HTML reads: the Flesch-Kincaid grade, and how long its sentences and paragraphs are."""

import re

from bs4 import BeautifulSoup, Tag

SENTENCE_END = re.compile(r"(?<=[.!?])[”’)]*\s+(?=[“‘(]?[A-Z0-9])")
WORD = re.compile(r"[^\W_][\w’'-]*")
BLOCKS = ["p", "li", "td", "h2", "h3"]


def syllables(word: str) -> int:
    """Count groups of vowels, which is near enough for a mean over hundreds of words."""
    word = re.sub(r"[^a-z]", "", word.lower())
    silent = 1 if re.search(r"[^aeiouyl]e$|[^aeiouytd]ed$|[^aeiousxz]es$", word) else 0
    split = len(re.findall(r"i[ao]|eo|ia", word)) - len(re.findall(r"[tscg]i[ao]", word))
    return max(1, len(re.findall(r"[aeiouy]+", word)) - silent + max(0, split))


class Prose:
    def __init__(self, html: str) -> None:
        self.markup = BeautifulSoup(html, "html.parser")
        inner = [block for block in self.markup.find_all(BLOCKS) if isinstance(block, Tag) and not block.find("p")]
        self.blocks = [(block.name, " ".join(block.get_text().split())) for block in inner]
        self.sentences = [part for name, text in self.blocks if name in {"p", "li"} for part in _sentences(text)]
        self.words = sum(len(WORD.findall(text)) for _name, text in self.blocks)

    @property
    def grade(self) -> float:
        words = [word for sentence in self.sentences for word in WORD.findall(sentence)]
        spoken = sum(syllables(word) for word in words)
        return 0.39 * len(words) / len(self.sentences) + 11.8 * spoken / len(words) - 15.59

    @property
    def longest_sentence(self) -> int:
        return max(len(WORD.findall(sentence)) for sentence in self.sentences)

    def share_of_sentences_over(self, length: int) -> float:
        return sum(len(WORD.findall(sentence)) > length for sentence in self.sentences) / len(self.sentences)

    @property
    def longest_paragraph(self) -> int:
        return max((len(WORD.findall(text)) for name, text in self.blocks if name == "p"), default=0)

    @property
    def most_sentences_in_a_paragraph(self) -> int:
        return max((len(_sentences(text)) for name, text in self.blocks if name == "p"), default=0)

    @property
    def words_without_a_heading(self) -> int:
        longest = run = 0
        for name, text in self.blocks:
            run = 0 if name in {"h2", "h3"} else run + len(WORD.findall(text))
            longest = max(longest, run)
        return longest


def _sentences(text: str) -> list[str]:
    return [part for part in SENTENCE_END.split(text) if WORD.search(part)]
