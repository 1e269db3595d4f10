"""What a reader sees of a page, and what is hidden in it. All pages are our own and synthetic."""

from __future__ import annotations

import time

import pytest

from walletsafe.message import markup
from walletsafe.message.markup import MOST_LINKS, Target

HIDING = [
    "display:none",
    "DISPLAY : None !important",
    "dis/* */play:none",
    "visibility:hidden",
    "font-size:0",
    "font-size:1px",
    "opacity:0",
    "color:#fff",
    "color:#FEFEFE",
    "color: rgb(255, 250, 255)",
    "color:transparent;background-color:#000;color:#000",
    "background:navy;color:#000080",
    "max-height:0;overflow:hidden",
    "width:1px;overflow:hidden",
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
    assert (endless.text, endless.complete) == ("before", False)


@pytest.mark.parametrize(
    "piece", ["<!--", "<!", "<![x", "<?", "<", "<a ", '<a b="', "<a b=c ", "</", "<style></", "&#", "<a ='"]
)
def test_what_never_ends_is_read_in_time(piece: str) -> None:
    # The library alone needs a minute for some of these.
    begin = time.process_time()
    markup.read("<p>" + piece * (150_000 // len(piece)))
    markup.read("<p>" + piece * (150_000 // len(piece)) + ">")
    assert time.process_time() - begin < 1
