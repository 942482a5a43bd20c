"""What is on the clipboard when someone copies from Word, Google Docs, Outlook or Gmail, and what becomes of it."""

import time
from pathlib import Path

import pytest

from coprod import richtext
from coprod.tidying.pasted import real_address, tidied
from coprod.tidying.well_formed import TooDeep
from tests.coprod.hostile import HOSTILE, activity

FRAGMENTS = Path(__file__).parent / "fragments"


@pytest.mark.parametrize("name", ["word", "google-docs", "outlook", "gmail"])
def test_a_fragment_becomes_what_its_writer_meant(name: str) -> None:
    """Beside each fragment lies what is wanted, a line a block; and after a #, what the writer is told."""
    lines = (FRAGMENTS / f"{name}.clean.txt").read_text().splitlines()
    pasted = tidied((FRAGMENTS / f"{name}.html").read_text())
    assert pasted.html == "".join(line for line in lines if not line.startswith("#"))
    assert pasted.left_out == [line[2:] for line in lines if line.startswith("#")]
    assert richtext.clean(pasted.html) == pasted.html


def test_a_list_of_word_changes_from_bullets_to_numbers_and_back_to_words() -> None:
    def item(mark: str, words: str, level: int = 1) -> str:
        ignored = f"<span style='mso-list:Ignore'>{mark}<span>&nbsp; </span></span>"
        return f"<p class=MsoListParagraph style='mso-list:l0 level{level} lfo1'>{ignored}{words}</p>\n"

    source = item("·", "a") + item("1)", "b") + item("a.", "c", 3) + item("2)", "d") + "<p>e</p>" + item("ii.", "f")
    assert tidied(source).html == (
        "<ul><li>a</li></ul><ol><li>b<ol><li>c</li></ol></li><li>d</li></ol><p>e</p><ol><li>f</li></ol>"
    )


@pytest.mark.parametrize(
    ("href", "real"),
    [
        ("#_ftn1", ""),
        ("https://www.google.com/url?q=https://example.org/a?b%3D1&sa=D", "https://example.org/a?b=1"),
        ("https://www.google.com/maps", "https://www.google.com/maps"),
        ("https://[", "https://["),
        ("mailto:ann@example.org", "mailto:ann@example.org"),
    ],
)
def test_a_link_leads_where_it_says(href: str, real: str) -> None:
    assert real_address(href) == real


@pytest.mark.parametrize("source", HOSTILE)
def test_nothing_pasted_can_run(source: str) -> None:
    assert activity(tidied(f"<p>x</p>{source}").html) == []
    assert activity(tidied(f"<table><tr><td>{source}</td><td>x</td></tr><tr><td>y</td></tr></table>").html) == []


def test_a_hostile_address_behind_a_tracker_stays_a_word() -> None:
    link = "https://www.google.com/url?q=javascript:alert(1)"
    assert tidied(f"<a href='{link}'>here</a>").html == "<p>here</p>"


@pytest.mark.parametrize("piece", ["<!--[if gte mso 9]>", "<!--", "<p style='mso-list:l0 level9'>", "<del>x</del>"])
def test_long_nonsense_is_read_quickly(piece: str) -> None:
    start = time.process_time()
    tidied(piece * 3_000)
    assert time.process_time() - start < 3


def test_what_is_nested_without_end_is_refused() -> None:
    with pytest.raises(TooDeep):
        tidied("<div>" * 10_000)
