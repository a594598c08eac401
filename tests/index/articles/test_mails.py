"""Mails that were saved as text: how they are packed, and who sent them."""

import base64
import quopri
from pathlib import Path

import pytest

from index.articles.text.mails import read_mail
from tests.index.articles.reading import one, write
from tests.timing import taking_less_than

SAID = "The ice on the Ree is eleven inches thick, “and growing,” said Jonna Pryce."
PLAIN = f"Content-Type: text/plain; charset=utf-8\n\n{SAID}"
MIXED = "Content-Type: multipart/mixed; boundary=b\n\n"
ATTACHED = "Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nMinutes."
FORWARDED = (
    f"Content-Type: message/rfc822\nContent-Disposition: attachment\n\nSubject: U\n{PLAIN.replace(SAID, 'Minutes.')}"
)


@pytest.mark.parametrize(
    "packed",
    [
        f"Content-Transfer-Encoding: base64\n\n{base64.encodebytes(SAID.encode()).decode()}",
        f"Content-Transfer-Encoding: quoted-printable\n\n{quopri.encodestring(SAID.encode()).decode()}",
        "Content-Type: text/plain; charset=windows-1252\nContent-Transfer-Encoding: quoted-printable\n\n"
        + quopri.encodestring(SAID.encode("cp1252")).decode(),
        f"Content-Type: multipart/alternative;\n boundary=b\n\n--b\n{PLAIN}\n--b\nContent-Type: text/html\n\nx\n--b--",
        f"{MIXED}--b\nContent-Type: multipart/related; boundary=c\n\n--c\n{PLAIN}\n--c--\n--b\n{ATTACHED}\n--b--",
        f"{MIXED}--b\n{ATTACHED}\n--b\n{PLAIN}\n--b--",
        f"{MIXED}--b\nContent-Type: text/html\n\n<p>{SAID}</p>\n--b--",
        f"{MIXED}--b\nContent-Type: text/html\n\n<p>{SAID}</p>\n--b\n{FORWARDED}\n--b--",
        f"Content-Type: text/plain; charset=nobody-knows; format=flowed\n\n{SAID}",
        f"Content-Transfer-Encoding: quoted-printable\nContent-Type: text/plain; charset*0*=a''b; charset*=c\n\n{SAID}",
        f"Content-Type: multipart/mixed; boundary*0*=utf-8''a; boundary*=b\n\n{SAID}",
    ],
)
def test_the_text_of_a_mail_is_read_as_its_head_says_that_it_is_packed(tmp_path: Path, packed: str) -> None:
    mail = f"From ana@e.org Mon Jan 15 08:15:00 2024\nFrom: a@e.org\nSubject: T\n{packed}"
    assert one(write(tmp_path / "a.txt", mail)).body == SAID


@pytest.mark.parametrize(
    ("sender", "name"),
    [
        ("Ana Pohl", "Ana Pohl"),
        ("Ana Pohl <a@e.org>", "Ana Pohl"),
        ('"Ana Pohl" <a@e.org>', "Ana Pohl"),
        ("Ana Pohl [mailto:a@e.org]", "Ana Pohl"),
        ("a@e.org (Ana Pohl)", "Ana Pohl"),
        ("Pohl, Ana", "Pohl, Ana"),
        ("Pohl, Ana <a@e.org>", "Pohl, Ana"),
        ("=?UTF-8?Q?Zo=C3=AB_Lee?= (The Mail) <a@e.org>", "Zoë Lee (The Mail)"),
        ("<a@e.org>", "a@e.org"),
        ("a@e.org", "a@e.org"),
    ],
)
def test_a_sender_is_called_by_the_whole_name(sender: str, name: str) -> None:
    mail = read_mail(f"From: {sender}\nSubject: T\n\nText.")
    assert mail is not None
    assert mail[0]["author"] == name


@pytest.mark.parametrize(
    "text",
    [
        "-" * 20_000,
        "\n" * 20_000 + "-",
        f"From: {'(' * 20_000}@\nSubject: T\n\nText.",
        f"From: {'@' * 20_000}\nSubject: T\n\nText.",
        "From: a\nSubject: T\n"
        + "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(2_000)),
    ],
    ids=["rule", "blank lines", "brackets", "addresses", "parts within parts"],
)
def test_no_text_that_begins_like_a_mail_takes_long(text: str) -> None:
    with taking_less_than(5):
        read_mail(text)
