"""Mails of our own, all synthetic: well-formed ones to read and to mutate, and one that is built to jam."""

from __future__ import annotations

from base64 import b64encode

PLAIN = b"""\
Return-Path: <bounce@mailer.example>
Delivered-To: reader@home.example
Received: from mailer.example (mailer.example [192.0.2.7]) by mx.home.example; Mon, 5 Jan 2026 10:00:00 +0000
Authentication-Results: mx.home.example 1; spf=pass (all (is) well) smtp.mailfrom=mailer.example;
\tdkim=fail header.d=other.example; dkim=pass header.d=mailer.example; dmarc=none
DKIM-Signature: v=1; a=rsa-sha256; d=mailer.example; s=key1; h=from:to; bh=AAAA; b=BBBB
From: =?utf-8?Q?Lantern_Caf=C3=A9=2C?= =?utf-8?Q?_orders?= <orders@mailer.example>
Reply-To: "Desk, the" <desk@mailer.example>
To: Reader <reader@home.example>, "Second, Reader" <second@home.example>
Subject: =?utf-8?B?WW91ciBi?= =?utf-8?B?b29rcw==?= are on their way
Date: Mon, 5 Jan 2026 09:59:58 +0000
Message-ID: <1@mailer.example>
List-Unsubscribe: <https://mailer.example/out>
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Two books left our shop today =E2=80=93 see https://parcel.example.com/1 for=
 the way they take.
"""

PAGE = """\
<html><head><title>unseen</title><style>.x{color:red}</style></head><body bgcolor="#ffffff">
<!-- unseen too --><div style="display:none">quiet words</div>
<p>Hello <b>reader</b>,<p style="color:#fff">white on white<p>please <a href="https://lamp.example.org/go">confirm
now</a><br><img src="x.png" alt="a lamp"><table><tr><td>left<td>right</table>
<form action="/send"><input type="submit" value="Send it"></form></body></html>
"""

ALTERNATIVE = (
    b"""\
From: Lamps <news@lamp.example.org>
To: undisclosed-recipients:;
Subject: A new lamp
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="edge"

For programs that know no MIME.
--edge
Content-Type: text/plain; charset=us-ascii

Hello reader, please confirm now: https://lamp.example.org/go

--edge
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: base64

"""
    + b64encode(PAGE.encode())
    + b"""
--edge--
"""
)

ATTACHED = b"""\
From: Post <post@parcel.example.com>
Subject: Your bill
Content-Type: multipart/mixed; boundary=outer

--outer
Content-Type: multipart/related; boundary=inner

--inner
Content-Type: text/html

<p>See the bill.</p>
--inner
Content-Type: image/png; name="=?utf-8?Q?l=C3=A4mp.png?="
Content-ID: <1>
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--inner--
--outer
Content-Type: application/octet-stream
Content-Disposition: attachment; filename*0*=utf-8''bill%20of;
 filename*1*=%20May; filename*2=.pdf.exe
Content-Transfer-Encoding: base64

TVqQAAMAAAAEAAAA
--outer--
"""

FORWARDED = (
    b"""\
From: Reader <reader@home.example>
To: help@desk.example
Subject: Fwd: is this real?
Content-Type: multipart/mixed; boundary=carrier

--carrier
Content-Type: text/plain

Is this from you?
--carrier
Content-Type: message/rfc822
Content-Disposition: attachment; filename="mail.eml"

"""
    + PLAIN
    + b"""
--carrier--
"""
)


def nested(depth: int) -> bytes:
    """A mail with ``depth`` multiparts within one another."""
    levels = (b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (at, at) for at in range(depth))
    return b"From: a@b.example\n" + b"".join(levels) + b"Content-Type: text/plain\n\ninnermost\n"


WELL_FORMED = (PLAIN, ALTERNATIVE, ATTACHED, FORWARDED)
