"""The pictures of an old blog come along: from a folder, or fetched from its own hosts and from nowhere else."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from blog.importers import bringing, fetching
from blog.importers.fetching import Fetcher, NotHad, is_public
from blog.models import ImportedEntry, Post, PostPicture
from tests.blog.importers.samples import TAKEOUT, WORDPRESS, item, moved, post
from tests.factories import make_picture

pytestmark = pytest.mark.django_db
HOST = "https://1.bp.blogspot.com"
TEXT = (
    f'<p>First words.</p><div><a href="{HOST}/s1600/The+pot.jpg">'
    f'<img src="{HOST}/s320/The+pot.jpg" alt="A brown pot"></a></div>'
    f'<p>Then <img src="{HOST}/x/cup.png" alt="IMG_0007.png"> more words.</p><p>Last words.</p>'
)


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def album(tmp_path: Path) -> Path:
    folder = tmp_path / "Albums" / "The Teapot"
    folder.mkdir(parents=True)
    (folder / "The pot.jpg").write_bytes(make_picture((800, 600)).read())
    (folder / "CUP.png").write_bytes(make_picture((50, 60)).read())
    return tmp_path / "Albums"


def files(settings: Any) -> int:
    return sum(path.is_file() for path in Path(settings.MEDIA_ROOT).rglob("*"))


def everything() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Post, PostPicture, ImportedEntry)]


def test_pictures_of_a_folder_stand_where_they_stood(tmp_path: Path, album: Path, client: Client) -> None:
    report = moved(tmp_path, TAKEOUT.format(post(html=TEXT)), pictures=album)
    pot, cup = PostPicture.objects.order_by("position")
    assert (pot.alt, pot.width, pot.needs_description, pot.is_lead) == ("A brown pot", 800, False, False)
    assert (cup.alt, cup.width, cup.needs_description) == ("", 50, True)
    places = [f'<figure data-picture="{one.key}"></figure>' for one in (pot, cup)]
    assert Post.objects.get().body == (
        f"<p>First words.</p>{places[0]}<p>Then more words.</p>{places[1]}<p>Last words.</p>"
    )
    assert (report.pictures_brought, report.pictures) == (2, [])
    assert [line.split()[-2:] for line in report.undescribed] == [[f"{HOST}/x/cup.png", "IMG_0007.png"]]
    assert client.get("/blog/a-pot-of-tea-1/").content.decode().count("<img ") >= 2


def test_a_second_run_changes_nothing(tmp_path: Path, album: Path, settings: Any) -> None:
    export = TAKEOUT.format(post(html=TEXT))
    moved(tmp_path, export, pictures=album)
    before, kept = everything(), files(settings)
    for again in (album, None):
        report = moved(tmp_path, export, pictures=again)
        assert (report.unchanged, report.pictures_brought) == (1, 0)
        assert everything() == before
    assert files(settings) == kept


def test_pictures_can_come_later_and_a_missing_one_is_tried_again(tmp_path: Path, album: Path) -> None:
    export = TAKEOUT.format(post(html=TEXT))
    assert len(moved(tmp_path, export).pictures) == 2
    (album / "The Teapot" / "CUP.png").rename(tmp_path / "cup.png")
    report = moved(tmp_path, export, pictures=album)
    assert report.pictures == [f"line 5: {HOST}/x/cup.png IMG_0007.png – it is not in the folder"]
    assert PostPicture.objects.count() == 1
    (tmp_path / "cup.png").rename(album / "cup.png")
    assert moved(tmp_path, export, pictures=album).pictures_brought == 1
    assert Post.objects.get().body.count("<figure") == 2


def test_what_staff_did_with_a_picture_is_kept(tmp_path: Path, album: Path) -> None:
    export = TAKEOUT.format(post(html=TEXT))
    moved(tmp_path, export, pictures=album)
    PostPicture.objects.get(alt="").delete()
    PostPicture.objects.update(alt="A pot, still warm")
    before = everything()
    moved(tmp_path, export, pictures=album)
    assert moved(tmp_path, TAKEOUT.format(post(html=TEXT + "<p>New.</p>")), pictures=album).edited_here
    assert everything() == before


def test_a_picture_before_all_words_leads_and_does_not_stand_in_the_text(tmp_path: Path, album: Path) -> None:
    picture = f'<div class="separator"><img src="{HOST}/s1/cup.png" alt="A cup"></div>'
    html = f"{picture}<p>By Mair Maddox, Carer</p><p>Hello there.</p>"
    moved(tmp_path, TAKEOUT.format(post(html=html)), pictures=album)
    assert PostPicture.objects.get().is_lead
    assert Post.objects.get().body == "<p>Hello there.</p>"
    assert [str(line) for line in Post.objects.get().by_line.all()] == ["Mair Maddox, Carer"]


def test_the_picture_that_wordpress_put_above_a_post_leads(tmp_path: Path, album: Path) -> None:
    meta = "<wp:postmeta><wp:meta_key>{}</wp:meta_key><wp:meta_value>{}</wp:meta_value></wp:postmeta>"
    address = "<wp:attachment_url>https://teapot.example/wp-content/uploads/cup.png</wp:attachment_url>"
    attachment = item(9, type="attachment", extra=address + meta.format("_wp_attachment_image_alt", "A blue cup"))
    entry = item(1, html="<p>We baked.</p>", extra=meta.format("_thumbnail_id", "9"))
    moved(tmp_path, WORDPRESS.format(entry + attachment), pictures=album)
    picture = PostPicture.objects.get()
    assert (picture.alt, picture.is_lead) == ("A blue cup", True)


def test_a_trial_run_and_a_broken_entry_leave_no_file(tmp_path: Path, album: Path, settings: Any) -> None:
    before = files(settings)
    report = moved(tmp_path, TAKEOUT.format(post(html=TEXT)), dry_run=True, pictures=album, fetch=True)
    assert report.pictures_brought == 2
    assert not PostPicture.objects.exists()
    assert files(settings) == before


@pytest.mark.parametrize("data", [b"<svg onload='x'/>", b"GIF89a", b"\xff\xd8\xff\xe0half", b""])
def test_a_file_that_is_no_picture_is_reported_and_the_import_goes_on(tmp_path: Path, album: Path, data: bytes) -> None:
    (album / "The Teapot" / "CUP.png").write_bytes(data)
    report = moved(tmp_path, TAKEOUT.format(post(html=TEXT) + post(2)), pictures=album)
    assert "We cannot read this picture" in report.pictures[0]
    assert len(report.imported) == 2


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path, album: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(make_picture().read())
    (album / "The Teapot" / "CUP.png").unlink()
    (album / "cup.png").symlink_to(secret)
    assert len(moved(tmp_path, TAKEOUT.format(post(html=TEXT)), pictures=album).pictures) == 1


def test_the_command_says_what_came_along(tmp_path: Path, album: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "export.xml").write_text(TAKEOUT.format(post(html=TEXT)))
    call_command("import_blog", str(tmp_path / "export.xml"), pictures=album)
    said = capsys.readouterr().out
    assert "Pictures that came along: 2." in said
    assert "Pictures that nobody has described yet" in said


# ---- over https


class Answer:
    def __init__(self, data: bytes, status: int = 200, location: str = "") -> None:
        self.data, self.status, self.headers = data, status, {"Location": location}

    def read1(self, size: int) -> bytes:
        part, self.data = self.data[:size], self.data[size:]
        return part


class Internet:
    """Every host, as an address that was looked at would answer."""

    def __init__(self, pages: dict[str, Answer], addresses: dict[str, list[str]] | None = None) -> None:
        self.pages, self.addresses, self.asked = pages, addresses or {}, list[tuple[str, str]]()

    def resolve(self, host: str) -> list[str]:
        return self.addresses.get(host, ["93.184.215.14"])

    def connect(self, host: str, address: str, timeout: float) -> Any:
        self.asked.append((host, address))
        internet = self

        class Connection:
            def request(self, method: str, path: str, headers: dict[str, str]) -> None:
                self.page = f"https://{host}{path}"

            def getresponse(self) -> Answer:
                return internet.pages.get(self.page, Answer(b"", 404))

            def close(self) -> None: ...

        return Connection()

    def fetcher(self) -> Fetcher:
        return Fetcher(frozenset({"teapot.example", ".bp.blogspot.com"}), resolve=self.resolve, connect=self.connect)


def test_a_picture_is_fetched_from_the_old_blogs_own_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    internet = Internet({f"{HOST}/x/cup.png": Answer(make_picture().read())})
    monkeypatch.setattr(bringing, "Fetcher", lambda _hosts: internet.fetcher())
    text = TEXT + '<img src="https://tracker.example/a.png" alt="x"><img src="/local.png" alt="y">'
    report = moved(tmp_path, TAKEOUT.format(post(html=text)), fetch=True)
    assert PostPicture.objects.count() == report.pictures_brought == 1
    assert {host for host, _address in internet.asked} == {"1.bp.blogspot.com"}
    assert any("tracker.example/a.png x – it is not on the old blog" in line for line in report.pictures)
    assert any("the old blog answers 404" in line for line in report.pictures)


@pytest.mark.parametrize(
    "address",
    [
        "http://teapot.example/a.png",
        "https://teapot.example:8443/a.png",
        "https://user@teapot.example/a.png",
        "https://evil.example/a.png",
        "https://teapot.example.evil.example/a.png",
        "https://xbp.blogspot.com/a.png",
        "https://127.0.0.1/a.png",
        "https://[::1]/a.png",
        "file:///etc/passwd",
        "https://teapot.example:x/",
        "gopher://teapot.example/",
        "",
    ],
)
def test_no_other_address_is_asked(address: str) -> None:
    internet = Internet({})
    with pytest.raises(NotHad):
        internet.fetcher().fetch(address)
    assert internet.asked == []


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1"),  # noqa: S104
        *("224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1"),
        *(
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "2001:0:1::",
            "fec0::1",
        ),
    ],
)
def test_a_name_that_leads_into_a_house_is_not_followed(address: str) -> None:
    assert not is_public(address)
    internet = Internet({}, {"teapot.example": ["93.184.215.14", address]})
    with pytest.raises(NotHad, match="not public"):
        internet.fetcher().fetch("https://teapot.example/a.png")
    assert internet.asked == []


def test_the_connection_goes_to_the_address_that_was_looked_at() -> None:
    internet = Internet({"https://teapot.example/a": Answer(b"x")}, {"teapot.example": ["1.1.1.1"]})
    assert internet.fetcher().fetch("https://teapot.example/a") == b"x"
    assert internet.asked == [("teapot.example", "1.1.1.1")]
    assert fetching._Pinned("teapot.example", "1.1.1.1", 1).address == "1.1.1.1"


def test_a_redirect_is_looked_at_like_the_first_address() -> None:
    start = "https://teapot.example/a"
    for location in ("https://evil.example/", "http://teapot.example/b", "https://169.254.169.254/latest", "//[bad"):
        with pytest.raises(NotHad):
            Internet({start: Answer(b"", 302, location)}).fetcher().fetch(start)
    good = {start: Answer(b"", 301, "/b"), "https://teapot.example/b": Answer(b"there")}
    assert Internet(good).fetcher().fetch(start) == b"there"
    with pytest.raises(NotHad, match="from one address to the next"):
        Internet({start: Answer(b"", 302, "/a")}).fetcher().fetch(start)


def test_size_number_and_time_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    address = "https://teapot.example/a"
    with pytest.raises(NotHad, match="over 25 MB"):
        Internet({address: Answer(b"0" * (25 * 1024 * 1024 + 1))}).fetcher().fetch(address)
    monkeypatch.setattr(fetching, "SECONDS_EACH", -1)
    with pytest.raises(NotHad, match="too long"):
        Internet({address: Answer(b"x")}).fetcher().fetch(address)
    monkeypatch.setattr(fetching, "MAX_PICTURES", 0)
    with pytest.raises(NotHad, match="too many"):
        Internet({address: Answer(b"x")}).fetcher().fetch(address)
