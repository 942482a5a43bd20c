"""Pictures that people upload: nothing that a camera wrote is kept, and what is no picture is refused in words."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageCms, ImageOps
from PIL.PngImagePlugin import PngInfo

from coprod.redrawing import redraw
from coprod.renditions import PAGE_WIDTHS, drawn_in

SECRET = "51.5007 Margaret"


def upload(kind: str, *, size: tuple[int, int] = (400, 300), mode: str = "RGB", **options: Any) -> ContentFile:
    data = BytesIO()
    Image.new(mode, size).save(data, kind, **options)
    return ContentFile(data.getvalue(), name="IMG_0001.jpg")


def drawn(source: ContentFile) -> Image.Image:
    return Image.open(BytesIO(redraw(source).read()))


def metadata() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = SECRET  # ImageDescription
    exif[0x8825] = {1: "N", 2: (51.0, 30.0, 2.5)}  # GPS
    return exif


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_place_and_description_are_gone(kind: str) -> None:
    source = upload(kind, exif=metadata())
    assert SECRET.encode() in source.read()
    data = redraw(source).read()
    assert SECRET.encode() not in data
    assert not dict(Image.open(BytesIO(data)).getexif())


def test_comments_are_gone() -> None:
    texts = PngInfo()
    texts.add_text("Comment", SECRET)
    for source in (upload("JPEG", comment=SECRET), upload("PNG", pnginfo=texts)):
        assert SECRET.encode() in source.read()
        assert SECRET.encode() not in redraw(source).read()


def light_quarters(picture: Image.Image) -> list[int]:
    """Which of the four quarters are light, counted from the top left."""
    return [number for number, light in enumerate(picture.convert("L").resize((2, 2)).tobytes()) if light > 90]


@pytest.mark.parametrize("orientation", range(10))
def test_a_picture_stands_upright_however_the_camera_was_held(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = BytesIO()
    picture = Image.new("RGB", (80, 60))
    picture.paste("white", (0, 0, 40, 30))  # another picture from every side
    picture.save(data, "PNG", exif=exif)
    wanted = ImageOps.exif_transpose(Image.open(data))
    found = drawn(ContentFile(data.getvalue(), name="IMG_0001.png"))
    assert (found.size, light_quarters(found)) == (wanted.size, light_quarters(wanted))
    assert len(light_quarters(found)) == 1


def test_a_wide_picture_is_made_as_wide_as_a_page_needs() -> None:
    assert drawn(upload("JPEG", size=(4000, 1000))).size == (1600, 400)


def test_a_see_through_picture_gets_a_white_ground() -> None:
    assert drawn(upload("PNG", mode="RGBA")).getpixel((0, 0)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["P", "L", "1", "LA", "I;16"])
def test_every_kind_of_png_is_read(mode: str) -> None:
    assert drawn(upload("PNG", mode=mode)).mode == "RGB"


@pytest.mark.parametrize(("grey", "shown"), [(0, 0), (300, 1), (20_000, 78), (40_000, 156), (65_535, 255)])
@pytest.mark.parametrize("options", [{}, {"transparency": 300}])
def test_a_picture_with_65536_greys_keeps_its_light_and_dark(grey: int, shown: int, options: dict[str, int]) -> None:
    data = BytesIO()
    Image.new("I;16", (40, 30), grey).save(data, "PNG", **options)
    red, green, blue = drawn(ContentFile(data.getvalue(), name="scan.png")).getpixel((20, 15))  # type: ignore[misc]
    assert red == green == blue
    assert abs(red - shown) <= 2


def test_a_phone_picture_with_a_second_picture_in_it_is_read() -> None:
    data = BytesIO()
    Image.new("RGB", (40, 30)).save(data, "MPO", save_all=True, append_images=[Image.new("RGB", (40, 30))])
    assert drawn(ContentFile(data.getvalue(), name="phone.jpg")).size == (40, 30)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<html><script>alert(1)</script>",
        b"GIF89a" + b"0" * 90,
        b"\xff\xd8\xff\xe0",
    ],
)
def test_what_is_no_picture_is_refused_in_plain_words(data: bytes) -> None:
    with pytest.raises(ValidationError, match="We cannot read this picture"):
        redraw(ContentFile(data, name="picture.jpg"))


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's, about what the EXIF says
@pytest.mark.parametrize(("kind", "times"), [("JPEG", 300), ("PNG", 300), ("WEBP", 300), ("AVIF", 12)])
def test_a_damaged_picture_is_shown_or_refused_and_never_stops_the_site(kind: str, times: int) -> None:
    whole, chance = upload(kind, size=(40, 30), exif=metadata()).read(), Random(kind)
    refused = 0
    for _ in range(times):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 5)):
            data[chance.randrange(len(data))] = chance.choice([0, 255, chance.randrange(256)])
        try:
            redraw(ContentFile(bytes(data), name="picture.jpg"))
        except ValidationError:
            refused += 1
    assert refused


def test_half_a_picture_is_refused() -> None:
    whole = upload("JPEG", size=(900, 900)).read()
    with pytest.raises(ValidationError, match="We cannot read this picture"):
        redraw(ContentFile(whole[: len(whole) // 2], name="picture.jpg"))


def test_a_small_file_of_very_many_pixels_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(ValidationError, match="too many pixels"):
        redraw(upload("PNG", mode="1", size=(12_000, 12_000)))


SAMPLES = Path(__file__).parent / "samples"
MEASURE = """
import resource, sys
from pathlib import Path
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from coprod.redrawing import redraw
settings.configure(USE_I18N=False)
def used():
    return [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
def most():
    return sum(one.ru_maxrss for one in used())
def worked():
    return sum(one.ru_utime + one.ru_stime for one in used())
data, before, begun = Path(sys.argv[1]).read_bytes(), most(), worked()
try:
    said = len(redraw(ContentFile(data)).read())
except ValidationError as error:
    said = error.code
print(said, (most() - before) // 1024, round(worked() - begun))
"""


def measured(file: Path) -> tuple[str, int, int]:
    """What came of a picture, and how many MB and seconds of a processor it took in all processes together."""
    done = subprocess.run([sys.executable, "-c", MEASURE, str(file)], capture_output=True, text=True, check=True)
    said, memory, seconds = done.stdout.split()
    return said, int(memory), int(seconds)


def test_an_avif_that_lies_about_its_size_takes_no_memory() -> None:
    """It says 64 x 48 where it is looked at, and unpacks to 165 million pixels: 354 MB if nobody holds it back."""
    said, memory, seconds = measured(SAMPLES / "lying.avif")
    assert (said, seconds <= 3) == ("unreadable", True)
    assert memory < 200


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF", "JPEG"])
def test_what_would_take_200_megabytes_is_refused_unread(kind: str, tmp_path: Path) -> None:
    made: dict[str, tuple[tuple[int, int], dict[str, Any]]] = {
        "PNG": ((5000, 4100), {"mode": "L"}),
        "WEBP": ((4000, 3010), {"method": 0}),
        "AVIF": ((5000, 4100), {"speed": 10}),
        "JPEG": ((6000, 4700), {"progressive": True, "mode": "L"}),
    }
    size, options = made[kind]
    file = tmp_path / "bomb"
    file.write_bytes(upload(kind, size=size, **options).read())
    said, memory, seconds = measured(file)
    assert (said, seconds <= 3) == ("bomb", True)
    assert memory < 200


def test_a_file_over_25_megabytes_is_refused() -> None:
    with pytest.raises(ValidationError, match="at most 25 MB"):
        redraw(ContentFile(b"0" * (25 * 1024 * 1024 + 1), name="picture.jpg"))


def test_a_phones_heic_is_read_and_its_place_is_gone() -> None:
    data = (SAMPLES / "phone.heic").read_bytes()
    assert SECRET.encode() in data
    redrawn = redraw(ContentFile(data, name="IMG_0001.HEIC")).read()
    assert SECRET.encode() not in redrawn
    assert sorted(Image.open(BytesIO(redrawn)).size) == [48, 64]


def test_nothing_else_on_the_site_learns_to_read_heic() -> None:
    data = (SAMPLES / "phone.heic").read_bytes()
    redraw(ContentFile(data, name="IMG_0001.HEIC"))
    assert "HEIF" not in Image.OPEN
    assert ".heic" not in Image.registered_extensions()
    with pytest.raises(OSError, match="cannot identify"):
        Image.open(BytesIO(data))


@pytest.mark.parametrize("kind", ["WEBP", "PNG", "AVIF"])
def test_a_picture_that_moves_is_refused(kind: str) -> None:
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "blue")]
    data = BytesIO()
    frames[0].save(data, kind, save_all=True, append_images=frames[1:])
    with pytest.raises(ValidationError, match="This picture moves"):
        redraw(ContentFile(data.getvalue(), name="x"))


def test_a_picture_that_is_a_line_is_refused() -> None:
    with pytest.raises(ValidationError, match="too long and thin"):
        redraw(upload("PNG", size=(3000, 10)))


def test_a_jpeg_that_is_drawn_again_and_again_is_refused() -> None:
    whole = upload("JPEG", progressive=True).read()
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"
    with pytest.raises(ValidationError, match="too many pixels"):
        redraw(ContentFile(whole[:-2] + scan * 100 + whole[-2:], name="x.jpg"))


def test_a_profile_of_colours_is_not_kept_whatever_it_is() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    for broken in (profile, b"no profile", b""):
        assert drawn(upload("JPEG", icc_profile=broken)).info.get("icc_profile") is None


def test_renditions_share_one_stem_and_hold_pixels_only() -> None:
    data = redraw(upload("JPEG", size=(700, 500), exif=metadata(), comment=SECRET)).read()
    files = dict(drawn_in(data, PAGE_WIDTHS, 1600))
    assert set(files) == {f"{width}.{kind}" for width in ("-320", "-640", "") for kind in ("avif", "webp", "jpg")}
    for ending, file in files.items():
        picture = Image.open(BytesIO(file))
        assert SECRET.encode() not in file, ending
        assert not dict(picture.getexif())
        assert not {"icc_profile", "xmp", "comment", "photoshop"} & set(picture.info), ending


def test_a_polyglot_leaves_its_script_behind() -> None:
    script = b"<script>alert(1)</script>"
    for source in (upload("JPEG", comment=script), ContentFile(upload("PNG").read() + script, name="x.png")):
        data = redraw(source).read()
        assert b"<script" not in data
        assert all(b"<script" not in file for _ending, file in drawn_in(data, PAGE_WIDTHS, 1600))
