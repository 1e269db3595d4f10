"""What a reader sees of a page, and what is hidden in it. All pages are our own and synthetic."""

from __future__ import annotations

import time

import pytest

from walletsafe.message import markup
from walletsafe.message.markup import MOST_LINKS, Target

HIDING = [
    "display:none",
    "DISPLAY : None !important",
    "visibility:hidden",
    "font-size:0",
    "font-size:1px",
    "opacity:0",
    "color:#fff",
    "color:#FEFEFE",
    "color: rgb(255, 250, 255)",
    "color:transparent;background-color:#000;color:#000",
    "background:navy;color:#000080",
    "display:block;max-height:0;overflow:hidden",
    "display:inline-block;width:1px;overflow:hidden",
    "font:0/0 a",
    "font:400 1.5px/1 Arial",
    "font-size:0!important;font-size:14px",
    "text-indent:-9999px",
    "position:absolute;left:-2000px",
]
SHOWING = [
    "color:#fff;background:#000",
    "color:#fff;background:url(x.png)",
    "color:#fff;background-image:linear-gradient(#000,#000)",
    "color:hsl(0,0%,100%)",
    "color:var(--x)",
    "background:rgba(0,0,0,0);color:#111",
    "font-size:12px",
    "font-size:smaller",
    "opacity:0.8",
    "max-height:0",
    "display:block",
    "color",
    "height:nan;overflow:hidden",
    "dis/* */play:none",
    "max-height:0;overflow:hidden",
    "display:block!important;display:none",
    "left:-600px",
    "font-size:-1px",
    "font:400 15px/1 Arial",
    "font-size:1",
    "font-family:';display:none;'",
    "x:{;display:none;}",
    "display:block;height:1px;overflow:hidden;min-height:400px",
    "display:block;height:0;overflow:hidden;padding-bottom:40px",
    "color:#fff;box-shadow:inset 0 0 0 99px #000",
    "color:#fff;text-shadow:0 0 2px #000",
    "color:#fff;background:rgb(255,255,255) url(x.png)",
    "color:#fff;background:#fff" + " " * 60 + "url(x.png)",
]


@pytest.mark.parametrize("style", HIDING)
def test_hidden_text_is_told_apart(style: str) -> None:
    page = markup.read(f'<p>seen <span style="{style}">unseen <b>too</b></span> again')
    assert (page.text, page.hidden_text) == ("seen again", "unseen too")


@pytest.mark.parametrize("style", SHOWING)
def test_visible_text_is_not_called_hidden(style: str) -> None:
    page = markup.read(f'<p>seen <span style="{style}">here</span>')
    assert (page.text, page.hidden_text) == ("seen here", "")


@pytest.mark.parametrize(
    ("page", "text", "hidden"),
    [
        ("<div hidden>no</div>yes", "yes", "no"),
        ('<td style="font-size:0"><p style="font-size:14px">yes', "yes", ""),
        ('<p style="font-size:0"><b style="font-size:2em">no', "", "no"),
        ('<p style="visibility:hidden">no <b style="visibility:visible">yes', "yes", "no"),
        ('<p style="display:none">no<p>yes', "yes", "no"),
        ('<div style="display:none"/>no</div>yes', "yes", "no"),
        ('<b style="display:none">no</i></b>yes', "yes", "no"),
        ('<table bgcolor="black"><tr><td><font color="#ffffff">yes</font> <font color=black>no', "yes", "no"),
        ('<body text="white"><p>no <a href="x.example">yes', "yes", "no"),
        ('<body background="x.png" text="white">yes', "yes", ""),
        ("<style>.b{background:red}</style><p class=b><b style='color:#fff'>yes", "yes", ""),
        ("<div style='font-size:0'><div style='font:bold 14px/1.2 Arial'>yes</div>no", "yes", "no"),
        ("<td style='font-size:0'><font size=3>yes", "yes", ""),
        ("<td style='font-size:0'><table><td>yes", "yes", ""),
        (
            "<p style='font-size:0'><b style='font-size:calc(14px)'>yes <b style='font-size:2ch'>yes",
            "yes yes",
            "",
        ),
        ("<p hidden style='display:block'>yes", "yes", ""),
        ("<table><tr><td style='height:1px;overflow:hidden'>yes", "yes", ""),
        # Style sheets: what hides for certain, and what may show.
        ("<style>i{display:none}</style>Led<i>no</i>ger", "Ledger", "no"),
        (
            "Led<i class='a q'>no</i>ger<style><!-- .q , b {Font-Size: 0 !important} --></style>",
            "Ledger",
            "no",
        ),
        ("<style>#q{visibility:hidden}</style><p id=q>no", "", "no"),
        ("<style media=screen>i.q{display:none}</style><i>yes <i class=q>no", "yes", "no"),
        ("<style>i{display:block}i{display:none}</style><i>no", "", "no"),
        ("<style>.q{display:inline}i{display:none}</style><i class=q>yes", "yes", ""),
        ("<style>i{display:none}</style><i style='display:inline'>yes", "yes", ""),
        ("<style>i{display:none!important}</style><i style='display:inline'>no", "", "no"),
        ("<style>i{display:none}p i{display:inline}</style><p><i>yes", "yes", ""),
        (
            "<style>@media(max-width:9px){.m{display:block!important}}</style><p class=m hidden>yes",
            "yes",
            "",
        ),
        ("<style>@media print{i{display:none}}</style><i>yes", "yes", ""),
        ("<style media=print>i{display:none}</style><i>yes", "yes", ""),
        ("<!--<style>i{display:none}</style>--><i>yes", "yes", ""),
        ("<template><style>i{display:none}</style></template><i>yes", "yes", ""),
        ("<style>a:after{content:'} i{display:none} '}</style><i>yes", "yes", ""),
        ("<style>b{font-size:9pt}</style><p style='font-size:0'>no <b>yes", "yes", "no"),
        ("<style>.w{color:#000}</style><p style='color:#fff'><b class=w>yes", "yes", ""),
        ("<style>body{background:#000}</style><p style='color:#fff'>yes", "yes", ""),
        # What only Outlook shows follows at the end, and changes nothing before.
        ("Led<!--[if mso]>yes<![endif]-->ger", "Ledger\n\nyes", ""),
        ("<!--[if mso]><div style='display:none'>yes<![endif]-->also", "also\n\nyes", ""),
        ("<!--[if !mso]><!-->yes<!--<![endif]-->", "yes", ""),
        ("<p>yes<!--[if mso]><p>yes<![endif]--><!--[if mso]><xml><a>no</a></xml><![endif]-->", "yes", ""),
        ("<style>.b{color:red}</style><p class=b><b style='color:#fff'>no", "", "no"),
        (
            "<style>.b{background:red}</style><div style='background:#fff;color:#fff'><b class=b>yes</b> no",
            "yes",
            "no",
        ),
        ("<title>no</title><script>no</script><template>no</template><!-- no --><!x no><?no?>yes", "yes", ""),
        ("<![if !mso]>yes<![endif]><![CDATA[no]]>", "yes", ""),
        ("a<!-->b<!--->c<!-- > -->d<!-- no", "abcd", ""),
        (
            "<img alt='a lamp'> <input type=submit value=Go> <input placeholder='your  name'>",
            "a lamp Go your name",
            "",
        ),
        ("<img alt='no' style='display:none'><input type=hidden value=no>", "", "no"),
        ("a<br>b<p>c</p><p></p><p>d<table><tr><td>e</td><td>f", "a\nb\nc\n\nd\n\ne f", ""),
        ("&lt;b&gt; &amp;&#8203; a \n b", "<b> &\u200b a b", ""),
        ("1 < 2 <a href='x", "1 < 2", ""),
        ("<p title='<!-- '>yes</p> <b title=\"-->\">also", "yes\nalso", ""),
    ],
)
def test_what_a_reader_sees(page: str, text: str, hidden: str) -> None:
    read = markup.read(page)
    assert (read.text, read.hidden_text) == (text, hidden)


def test_links_and_what_they_show() -> None:
    page = markup.read(
        '<p>Go to <a href=" https://a.example/\n1 ">the <b>first</b>\n place</a>, not <a href=b>b'
        "<a href='#here'>c</a> <a name=x>bare.example</a>"
        '<a href="javascript:x()"><img alt="a lamp"></a><map><area href="tel:1" alt="call"></map>'
        '<form action="/send"><button formaction="/other">ok</button></form>'
        '<meta http-equiv="Refresh" content="0; URL=\'https://r.example/\'">'
        '<svg><a xlink:href="s">s</a></svg>'
    )
    assert page.links == (
        Target("https://a.example/1", "the first place"),
        Target("b", "b"),
        Target("javascript:x()", "a lamp"),
        Target("tel:1", "call"),
        Target("/send", ""),
        Target("/other", ""),
        Target("https://r.example/", ""),
        Target("s", "s"),
    )
    assert "bare.example" in page.bare_text
    assert "first" not in page.bare_text


def test_the_base_of_a_page_counts_for_what_has_none_of_its_own() -> None:
    page = markup.read(
        "<a href='/x'>x</a><a href='https://o.example/'>o</a><base href='https://b.example/y'>"
    )
    assert [link.target for link in page.links] == ["https://b.example/x", "https://o.example/"]
    assert markup.read("<base href='http://['><a href='x'>x</a>").links == (Target("x", "x"),)


def test_too_many_links_and_tags_are_noted() -> None:
    many = "".join(f"<a href='{number}'>x</a>" for number in range(MOST_LINKS))
    assert markup.read(many + "<a href='0'>x</a>").all_links
    page = markup.read(many + "<a href='new'>x</a>")
    assert (len(page.links), page.all_links) == (MOST_LINKS, False)
    endless = markup.read("before" + "<b>" * 100_000 + "behind")
    assert (endless.text, endless.complete) == ("before\nbehind", False)


def test_what_follows_too_many_tags_is_still_read() -> None:
    padded = "<b></b>" * 45_000 + "<p>Tom &amp; Jo: <a href='https://x.example.com/go'>here</a></p>"
    page = markup.read(padded)
    assert (page.text, page.complete) == ("Tom & Jo: here", False)
    assert "https://x.example.com/go" in page.bare_text


HEAVY = {
    "digits": "".join(f"<p style='left:{number}{'1' * 1950}z'>x</p>" for number in range(1000)),
    "sheets": "<div>" * 500 + "<style>background</style>" * 20_000,
    "refresh": "".join(f"<meta http-equiv=refresh content='{' ' * 1900}{number}'>" for number in range(1000)),
    "colours": "".join(
        f"<p style='color:{number}{'rgba(' * 100 + ',0' * 700}'>x</p>" for number in range(1000)
    ),
    "comments": "".join(f"<p style='{'/*' * 950}{number}'>x</p>" for number in range(1000)),
    "selectors": f"<style>{','.join(map('p.x{}'.format, range(40_000)))}"
    f"{{{';'.join(map('padding-x{}:1px'.format, range(40_000)))}}}</style><p>x",
    "rules": "<style>"
    + "".join(f".x.y{number}{{color:red}}" for number in range(20_000))
    + "</style>"
    + "".join(f"<p class=x style='top:{number}'>x</p>" for number in range(20_000)),
}


@pytest.mark.parametrize("shape", HEAVY)
def test_what_is_built_to_take_long_is_read_in_time(shape: str) -> None:
    # The first four took 10 to 190 seconds once.
    begin = time.process_time()
    markup.read(HEAVY[shape])
    assert time.process_time() - begin < 10


@pytest.mark.parametrize(
    "piece", ["<!--", "<!", "<![x", "<?", "<", "<a ", '<a b="', "<a b=c ", "</", "<style></", "&#", "<a ='"]
)
def test_what_never_ends_is_read_in_time(piece: str) -> None:
    # The library alone needs a minute for some of these.
    begin = time.process_time()
    markup.read("<p>" + piece * (150_000 // len(piece)))
    markup.read("<p>" + piece * (150_000 // len(piece)) + ">")
    assert time.process_time() - begin < 10
