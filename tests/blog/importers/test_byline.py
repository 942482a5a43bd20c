"""By-lines: read where they are sure, left alone where they are not."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from blog.importers.byline import Credit, parse, take
from coprod.tidying.tidy import finished, mended

NAMES = [
    "Anne-Marie O'Connor",
    "Dr Siân Llŷr-Ŵyn",
    "Jo de la Tour",
    "J. K. Marsh",
    "Björk Ólafsdóttir",
    "Li Wu",
    "Ann Hall",
]
ROLES = ["Carer", "Head of Co-production", "Research and Evaluation Officer", "poet and carer", "Head of IT"]
PLACES = ["Some Trust", "Alder’s Society", "BHT", "My Life Films", "St. Mary's Hospital"]


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("By Nia Powell, Voice Lead, The Kettle Society.", ("Nia Powell", "Voice Lead", "The Kettle Society")),
        ("By Nia Powell. Independent carer.", ("Nia Powell", "Independent carer", "")),
        ("By Nia Powell. Member of the Kettle’s Board.", ("Nia Powell", "Member of the Kettle’s Board", "")),
        ("By Nia Powell, Senior Manager at KETTLE", ("Nia Powell", "Senior Manager", "KETTLE")),
        ("By Nia Powell, Manager at KETTLE (About KETTLE)", ("Nia Powell", "Manager", "KETTLE")),
        ("By Nia Powell, Manager at Kettle, Leeds", ("Nia Powell", "Manager", "Kettle, Leeds")),
        ("By Nia Powell, carer at home", ("Nia Powell", "carer at home", "")),
        ("By Nia Powell – poet", ("Nia Powell", "poet", "")),
        ("by\u00a0Nia  Powell", ("Nia Powell", "", "")),
        ("By Dr. N. Powell. Nurse.", ("Dr. N. Powell", "Nurse", "")),
    ],
)
def test_a_by_line_gives_name_role_and_organisation(line: str, credit: tuple[str, str, str]) -> None:
    assert parse(line) == [Credit(*credit)]


@pytest.mark.parametrize(
    "line",
    [
        "By the river I sat down and wept.",
        "By 2018, most of us had gone.",
        "By working together we get further.",
        "By Working Together",
        "By Hyde Park, I sat down.",
        "By Monday Morning",
        "By Christmas, Nia Powell had left.",
        "By Nia",
        "By Leeds Kettle Group",
        "By Nia Powell. My story",
        "By Nia Powell, we were told, nothing was done.",
        "By Nia Powell, Joan Roe and Carl Poe",
        "By nia powell",
        "Bye Nia Powell",
        "Nia Powell on why tea matters",
        "By Nia Powell, " + "carer " * 60,
        "By",
        "",
    ],
)
def test_a_line_that_is_not_surely_a_by_line_is_nobodys(line: str) -> None:
    assert parse(line) == []


def test_two_people_can_share_a_by_line() -> None:
    both = [Credit("Jo Smith", "Carers", "Some Trust"), Credit("Ann Bell", "Carers", "Some Trust")]
    assert parse("By Jo Smith and Ann Bell, Carers, Some Trust") == both


@given(st.sampled_from(NAMES), st.sampled_from(ROLES), st.sampled_from(PLACES), st.sampled_from([", ", ". "]))
def test_every_written_by_line_is_read_back_as_written(name: str, role: str, place: str, after: str) -> None:
    assert parse(f"By {name}{after}{role}, {place}.") == [Credit(name, role, place)]
    assert parse(f"By {name}, {role}") == [Credit(name, role)]


@given(st.text(max_size=200))
def test_no_line_makes_the_reader_stumble(rest: str) -> None:
    for credit in parse(f"By {rest}"):
        assert credit.name
        assert credit.name in " ".join(unicodedata.normalize("NFC", rest).split())


@given(st.text(alphabet="abcdefghij .,", min_size=1, max_size=80))
def test_small_letters_are_never_a_name(rest: str) -> None:
    assume(rest.strip())
    assert parse(f"By {rest}") == []


@pytest.mark.parametrize(
    "html",
    [
        "<p><b>By Nia Powell, Carer</b></p><p>One.</p><p>Two.</p><p>Three.</p>",
        "One.<br><br>Two.<br><br>Three.<br>By Nia Powell, Carer",
        "<p>One.</p><div>By <a href='https://x.example'>Nia Powell</a>, Carer</div><p>Two.</p><p>Three.</p>",
    ],
)
def test_the_line_is_taken_out_of_the_text(html: str) -> None:
    credits_, blocks = take(mended(html).blocks)
    assert credits_ == [Credit("Nia Powell", "Carer")]
    assert finished(blocks) == "<p>One.</p><p>Two.</p><p>Three.</p>"


def test_a_by_line_in_the_middle_or_in_a_list_is_part_of_the_text() -> None:
    html = "<p>a</p><p>b</p><p>By Nia Powell</p><p>c</p><p>d</p>"
    assert take(mended(html).blocks)[0] == []
    assert take(mended("<ul><li>By Nia Powell</li></ul><p>a</p>").blocks)[0] == []
