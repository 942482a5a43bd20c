"""Small exports of invented blogs, in the three forms, with the mess that real editors leave behind."""

from html import escape
from pathlib import Path
from typing import Any

from blog.importers.moving import move
from blog.importers.report import Report

WORD_PARAGRAPH = (
    '<div class="MsoNormal"><span lang="EN-GB" style="font-family: Arial; mso-fareast-font-family: Calibri;">'
    "{}<o:p></o:p></span></div><div><br /></div>"
)
TAKEOUT = (
    "<?xml version='1.0' encoding='utf-8'?>\n"
    "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'>\n"
    "<id>tag:blogger.com,1999:blog-7</id>\n<title>The Teapot</title>\n{}\n</feed>\n"
)
OLD_BLOGGER = (
    "<?xml version='1.0' encoding='UTF-8'?><?xml-stylesheet href='http://www.blogger.com/styles/atom.css'?>\n"
    "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:thr='http://purl.org/syndication/thread/1.0' "
    "xmlns:app='http://purl.org/atom/app#'>\n<id>tag:blogger.com,1999:blog-8.archive</id><title>The Teapot</title>\n"
    "<link rel='self' href='http://www.blogger.com/feeds/8/archive'/>"
    "<link rel='alternate' type='text/html' href='http://teapot.blogspot.com/'/>\n{}\n</feed>"
)
WORDPRESS = (
    '<?xml version="1.0" encoding="UTF-8" ?>\n<!-- WordPress writes a comment here, with <item> in it. -->\n'
    '<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:wp="http://wordpress.org/export/1.2/">\n<channel><title>The Teapot</title>'
    "<link>https://teapot.example</link><wp:wxr_version>1.2</wp:wxr_version>"
    "<wp:base_blog_url>https://teapot.example</wp:base_blog_url>"
    "<wp:author><wp:author_login>mm</wp:author_login>"
    "<wp:author_display_name><![CDATA[Mair Maddox]]></wp:author_display_name></wp:author>"
    "<wp:author><wp:author_login>admin</wp:author_login>"
    "<wp:author_display_name><![CDATA[The Teapot]]></wp:author_display_name></wp:author>\n{}\n</channel>\n</rss>\n"
)


def word(*paragraphs: str) -> str:
    """Paragraphs as they come out of a word processor."""
    return "\n".join(WORD_PARAGRAPH.format(one) for one in paragraphs)


def post(number: int = 1, **changes: Any) -> str:
    """One post of a Takeout file."""
    values = {
        "type": "POST",
        "status": "LIVE",
        "title": f"A pot of tea, part {number}",
        "html": "<p>We talked over tea.</p>",
        "published": "2018-06-07T09:01:00+01:00",
        "created": "2018-06-07T09:01:00+01:00",
        "filename": f"/2018/06/a-pot-of-tea-{number}.html",
        "labels": (),
        "extra": "",
        "trashed": "",
    } | changes
    labels = "".join(
        f"<category scheme='tag:blogger.com,1999:blog-7' term='{escape(one)}'/>" for one in values["labels"]
    )
    return (
        f"<entry>\n<id>tag:blogger.com,1999:blog-7.post-{number}</id><blogger:type>{values['type']}</blogger:type>"
        f"<blogger:status>{values['status']}</blogger:status>"
        f"<author><name>The Teapot</name><blogger:type>BLOGGER</blogger:type></author>"
        f"<title>{escape(values['title'])}</title>\n<content type='html'>{escape(values['html'])}</content>"
        f"<blogger:created>{values['created']}</blogger:created><published>{values['published']}</published>{labels}"
        f"<blogger:filename>{values['filename']}</blogger:filename><link/><enclosure/>"
        f"<blogger:trashed>{values['trashed']}</blogger:trashed>{values['extra']}\n</entry>"
    )


def old_post(
    number: int = 1, *, kind: str = "post", html: str = "<p>We talked.</p>", extra: str = "", link: str = ""
) -> str:
    """One entry of the older Blogger file."""
    address = link or f"http://teapot.blogspot.com/2012/03/tea-{number}.html"
    return (
        f"<entry><id>tag:blogger.com,1999:blog-8.post-{number}</id><published>2012-03-04T10:30:00.000-05:00</published>"
        "<category scheme='http://schemas.google.com/g/2005#kind' "
        f"term='http://schemas.google.com/blogger/2008/kind#{kind}'/>"
        "<category scheme='http://www.blogger.com/atom/ns#' term='Tea'/>"
        f"<title type='text'>Tea {number}</title><content type='html'>{escape(html)}</content>"
        f"<link rel='alternate' type='text/html' href='{address}'/>{extra}</entry>"
    )


def item(number: int = 1, **changes: Any) -> str:
    """One item of a WordPress file."""
    values = {
        "type": "post",
        "status": "publish",
        "title": f"Scones {number}",
        "html": "We baked.",
        "date": "2019-07-01 09:00:00",
        "login": "mm",
        "link": f"https://teapot.example/2019/07/scones-{number}/",
        "name": f"scones-{number}",
        "password": "",
        "excerpt": "",
        "extra": "",
    } | changes
    return (
        f"<item><title><![CDATA[{values['title']}]]></title><link>{values['link']}</link>"
        f"<pubDate>Mon, 01 Jul 2019 09:00:00 +0000</pubDate><dc:creator><![CDATA[{values['login']}]]></dc:creator>"
        f'<guid isPermaLink="false">https://teapot.example/?p={number}</guid>'
        f"<content:encoded><![CDATA[{values['html']}]]></content:encoded>"
        f"<excerpt:encoded><![CDATA[{values['excerpt']}]]></excerpt:encoded><wp:post_id>{number}</wp:post_id>"
        f"<wp:post_date>{values['date']}</wp:post_date><wp:post_date_gmt>{values['date']}</wp:post_date_gmt>"
        f"<wp:post_name>{values['name']}</wp:post_name><wp:status>{values['status']}</wp:status>"
        f"<wp:post_type>{values['type']}</wp:post_type><wp:post_password>{values['password']}</wp:post_password>"
        f"{values['extra']}</item>"
    )


def moved(folder: Path, text: str | bytes, *, dry_run: bool = False, **pictures: Any) -> Report:
    """Import the text as a file."""
    path = folder / "export.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return move(path, dry_run=dry_run, **pictures)
