"""Plain text: its bytes, what damage is undone, where its lines end, which of them is a headline."""

import contextlib
from unicodedata import bidirectional, category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles.text.decoding import Decoded, UnreadableBytes, decode
from index.articles.text.headlines import begin, find_heading, find_headline
from index.articles.text.mending import DamagedText, mend
from index.articles.text.wrapping import unwrap
from tests.timing import assert_grows_no_faster, taking_less_than


@pytest.mark.parametrize(
    ("data", "declared", "text"),
    [
        (b"\x93We\x94 \x97 caf\xe9", "iso-8859-1", "“We” — café"),  # browsers take Latin-1 for windows-1252
        (b"\x93We\x94", "us-ascii", "“We”"),
        (b"\x93\xfeirin\x94", "iso-8859-9", "“şirin”"),
        ("镕喆".encode("gbk"), "gb2312", "镕喆"),  # GB 2312 is GBK to browsers
        ("“a”".encode("utf-16-le"), None, "“a”"),
        ("“a”\nb".encode("utf-16-be"), "utf-8", "“a”\nb"),
        ("“Vättern”".encode(), "utf-16", "“Vättern”"),  # a label that could be read cannot be true
        (b"\xef\xbb\xbfa\r\nb\rc", "windows-1250", "a\nb\nc"),
        ("日本".encode("iso-2022-jp"), "iso-2022-jp", "日本"),
        ("a".encode("utf-32"), None, "a"),
    ],
)
def test_labels_mean_what_browsers_take_them_for(data: bytes, declared: str | None, text: str) -> None:
    assert decode(data, declared).text == text


WRITTEN = [
    ("cp1252", "L’été dernier, « nous avons entendu un bruit », a dit Inès Faro à l’équipage. Où était-ce ?"),
    ("cp1252", "La señora Muñoz dijo: «Oímos un golpe». El niño Íñigo Ávila está en Cádiz."),
    ("cp1252", "Die Fähre lief am Dienstag auf Grund, „wir hörten einen Knall“, sagte Käthe Übel."),
    ("cp1252", "“We heard a bang,” said Ines. It’s over – she says."),
    ("cp1252", "Blåbærgrød på Ærø; skibet gik på grund ved Århus, sagde kystvagten."),
    ("cp1250", "Prom osiadł na mieliźnie w pobliżu portu, podała straż przybrzeżna. Łódź, Śląsk i Żory."),
    ("cp1250", "Trajekt najel na mělčinu u přístavu, řekla Šárka Čápová. Příliš žluťoučký kůň."),
    ("cp1250", "A komp zátonyra futott, közölte a parti őrség. Erős szél fújt, a tűz is kiütött."),
    ("iso-8859-2", "Prom osiadł na mieliźnie w pobliżu portu, podała straż przybrzeżna. Łódź, Śląsk i Żory."),
    ("cp1251", "Паром «Альма» сел на мель у порта во вторник утром, сообщила береговая охрана."),
    ("cp1251", "Фериботът заседна във вторник сутринта, съобщи бреговата охрана."),
    ("koi8-r", "Паром Альма сел на мель у порта во вторник утром, сообщила береговая охрана."),
    ("cp1253", "Το πλοίο Άλμα προσάραξε ανοικτά του λιμανιού την Τρίτη, ανακοίνωσε το λιμενικό."),
    ("iso-8859-7", "Το πλοίο Άλμα προσάραξε ανοικτά του λιμανιού την Τρίτη, ανακοίνωσε το λιμενικό."),
    ("cp1254", "Feribot karaya oturdu. Şişli'de ağaç, göğüs, ılık çay; “Bir ses duyduk,” dedi İnes."),
    ("cp1255", "הספינה אלמה עלתה על שרטון ליד נמל הלדן ביום שלישי, אמרה אינס פארו."),
    ("cp1256", "غرقت العبارة ألما قبالة الميناء يوم الثلاثاء، وفقًا لخفر السواحل."),
    ("cp1257", "Prāmis uzskrēja uz sēkļa pie ostas otrdienas rītā, ziņoja krasta apsardze."),
    ("mac-roman", "“We heard a bang,” said Ines Faro."),
    ("mac-roman", "La señora Muñoz dijo: «Oímos un golpe». El niño está en Cádiz."),
    ("cp850", "La señora Muñoz está en Cádiz. Où était-ce? Die Fähre lief auf Grund, hörten wir."),
    ("shift_jis", "フェリー「アルマ」が火曜日、ハルデン港沖で座礁した。"),
    ("gb18030", "渡轮阿尔玛号周二在哈尔登港外搁浅,海岸警卫队说。"),
    ("euc_kr", "페리 알마호가 화요일 할덴 항구 앞바다에서 좌초했다."),
]


@pytest.mark.parametrize(("encoding", "text"), WRITTEN, ids=[f"{name}-{text[:9]}" for name, text in WRITTEN])
def test_an_encoding_that_nothing_names_is_told_by_the_words_that_it_gives(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == Decoded(text=text)


def test_bytes_that_give_no_words_in_any_encoding_are_refused() -> None:
    with pytest.raises(UnreadableBytes, match="save it as UTF-8"):
        decode(bytes(range(0xA1, 0xFF)) * 4)


@pytest.mark.parametrize("data", [b"a\xe9" * 200_000, b"a" * 400_000 + b"\xe9", b"a\xbf" * 200_000, b"\xb6" * 400_000])
def test_an_encoding_is_told_in_a_time_that_grows_with_the_text(data: bytes) -> None:
    with taking_less_than(5), contextlib.suppress(UnreadableBytes):
        decode(data)


def test_a_western_line_in_a_file_of_utf8_is_read_as_such_and_told() -> None:
    decoded = decode("Göhl, Žabor, Łęk\n".encode() + b"\x93We\x92ll dance,\x94 said K\xe4the\n" + "“fine”".encode())
    assert decoded.text == "Göhl, Žabor, Łęk\n“We’ll dance,” said Käthe\n“fine”"
    assert decoded.mended == (2,)


@pytest.mark.parametrize("stray", [b"\x00", b"\x1d", b"\x00\x00"])
def test_a_stray_control_character_is_left_out_and_many_make_no_text(stray: bytes) -> None:
    line = b"The ferry stopped at Marn, and nobody went ashore there for nine long days. "
    assert decode(line * 30 + stray + line).text == (line * 31).decode()
    with pytest.raises(UnreadableBytes, match="is not a text file"):
        decode(line + stray)


def test_a_strange_byte_among_other_scripts_is_not_guessed_at() -> None:
    with pytest.raises(UnreadableBytes, match="line 2 is not valid UTF-8"):
        decode("Заголовок\n".encode() + b"caf\xe9\n")


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused_in_a_sentence(data: bytes) -> None:
    with contextlib.suppress(UnreadableBytes):
        assert "\r" not in decode(data).text


@pytest.mark.parametrize(
    ("damaged", "sound"),
    [
        ("â€œWe had no choice left,â€\x9d said", "“We had no choice left,” said"),
        ("â€œWe had no choice left,â€ said", "“We had no choice left,” said"),  # the last byte was dropped
        ("CafÃ© RÃ©aumur â€“ hadnâ€™t", "Café Réaumur – hadn’t"),
        ("\x93We had no choice\x94", "“We had no choice”"),
        ("&ldquo;It&#8217;s here,&#x201D; said R&amp;D", "“It’s here,” said R&D"),
        ("&amp;ldquo;Twice&amp;rdquo;", "“Twice”"),
        ("\\u201cTwice,\\u201d caf\\u00e9 \\ud83d\\ude42", "“Twice,” café 🙂"),
        ("=E2=80=9CTwice,=E2=80=9D he=\n=20said, 1 =3D 1", "“Twice,” he said, 1 = 1"),
        ("=E2=80=\n=9CTwice=E2=80=9D,=20\nhe said.=20=\n\n1 =3D 1=20", "“Twice”, \nhe said. \n1 = 1 "),
        ("\\u201cTwice\\ud83d\\u201d", "“Twice\\ud83d”"),  # half a pair hides no other escape
        ("\\ud83d\\ud83d\\ude42 \\ude42\\u201d", "\\ud83d🙂 \\ude42”"),
        ("One.&#13;&#10;Two.&#xD;\nThree.&#13;", "One.\nTwo.\nThree.\n"),
        ("<main><pre>One.</pre>Two.</main>", "One.\n\nTwo."),
        ("<p>One.<br/>Two.</p>\n\n<p>“A,” said <em>Bo</em>.</p>", "One.\nTwo.\n\n“A,” said Bo."),
        ("<p><q lang=en>It held</q>, said Bo.</p>", "“It held”, said Bo."),
    ],
)
def test_damage_is_undone_where_it_is_certain(damaged: str, sound: str) -> None:
    mended = mend(damaged, tags=True)
    assert mended.text == sound
    assert mended.changes
    assert mend(sound, tags=True).text == sound


@pytest.mark.parametrize(
    "text",
    [
        "AT&T's R&D; h < d / 2, and > 12 m. <3",
        "Šárka, Ørsted, naïve, GÖHL, ÃO, À TOUT, doğru İstanbul, Åse, Škoda ® €5",
        "a “b” ‘c’ — d… ½ · 東京 مرحبا 🙂",
        "C:\\users\\u12 \\u0007 \\ud83d, x=A9 y=20 =E2=80 a=b=\nc",
        "The signs \\u007f, \\u0085, \\u202e, \\u2066, \\ufffe and \\ufffd; &#8238; &#0; and &#xFFFE;",
        "Some =C3=A9 text. seats=45 price=10 and nul=00here",
        "In a link é is =C3=A9, as in /?a=b",
        "=C3=A9 at =20 in the midst",
        "The next line =C2=85 and the mark =E2=80=AE that turns",
        "=C3=A9 and =C3=A9=A9",
    ],
)
def test_sound_text_is_left_alone(text: str) -> None:
    assert mend(text, tags=True) == mend(text, tags=False)
    assert mend(text, tags=True).text == text


def test_a_word_is_whole_wherever_it_may_be_divided() -> None:
    assert mend("Der Klima\u00adwandel, the commit&shy;tee.", tags=False).text == "Der Klimawandel, the committee."
    assert mend("The har\u200bbour,\u2060 o\ufb03ce on \ufb01re.", tags=False).text == "The harbour, office on fire."


def test_what_is_lost_is_counted_and_what_is_uncertain_refused() -> None:
    assert "2 characters are lost" in mend("Ferryman\ufffds \ufffdbridge", tags=True).changes[0]
    with pytest.raises(DamagedText, match="is damaged: “â€Ж” was read"):
        mend("Title\nâ€Ж", tags=True)


ESCAPES = (
    "a é = \n =00 =3D =20 =\n =C3=A9 =C2=85 =E2=80=AE =EF=BF=BE \\u0000 \\u009b \\u201c \\u202a \\ud83d \\ude42 "
    "\\uffff &#1; &#13; &#x85; &#8237; &#xD800; &#xFFFE;"
).split(" ")


@given(st.lists(st.sampled_from(ESCAPES), max_size=12))
def test_no_escape_brings_a_character_that_nobody_writes(pieces: list[str]) -> None:
    found = mend("".join(pieces), tags=True).text
    assert not [one for one in found if category(one) in {"Cc", "Cs", "Cn"} and one != "\n"]
    assert not [one for one in found if bidirectional(one) in {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI"}]


WRAPPED = """“I have had more conversations with the fog horn than with the
minister, and on the whole the horn has been the better
listener,” said Orla
Dunmore. She leaves on
Aug. 14."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (WRAPPED, WRAPPED.replace("\n", " ")),
        ("“It is a long way around,”\nsaid Ed Vance.", "“It is a long way around,” said Ed Vance."),
        (WRAPPED.replace("\n", "\r\n"), WRAPPED.replace("\n", "  ")),
        (
            "* The bus there takes\n  fifty minutes.\n* Dogs ride free.",
            "* The bus there takes   fifty minutes.\n* Dogs ride free.",
        ),
        ("Bread\nMilk\nEggs and flour", None),
        ("First paragraph of the text.\nSecond paragraph of it.", None),
        ("Sie ist seit Montag gesperrt.\n„Wir hatten keine Wahl“, sagte sie.", None),
        ("| a | b |\n| c, | d |", None),
        ("Q: Did you know?\nA: we did not, and nobody told us,\nQ: Why?", None),
        ("> “The road is closed,”\n> said Ed", None),
        ("# A heading that ends with the\nText.", None),
        ("The end of a verse,  \nand the next", None),
        (
            f"By ANA POHL and Ed Vance\nKESSEL, May 3 (Wire) — {WRAPPED}",
            "By ANA POHL and Ed Vance\nKESSEL, May 3 (Wire) — " + WRAPPED.replace("\n", " "),
        ),
        ("By Monday it was shut, and\nnobody knew why.", "By Monday it was shut, and nobody knew why."),
        ("Aa " * 70 + "a.\n" + "Bb " * 70 + "b.", None),
    ],
)
def test_a_line_end_inside_a_paragraph_is_a_space(text: str, expected: str | None) -> None:
    assert unwrap(text) == (text if expected is None else expected)


@given(st.lists(st.sampled_from(["said", "Ed", "a,", "end.", "\n", "\n\n", "  ", "* ", "# ", "“x”"]), max_size=60))
def test_unwrapping_puts_a_space_for_a_line_end_and_moves_nothing(pieces: list[str]) -> None:
    text = " ".join(pieces)
    changed = {(before, after) for before, after in zip(text, unwrap(text), strict=True) if before != after}
    assert changed <= {("\n", " "), ("\r", " ")}


@given(st.lists(st.sampled_from(["said", "Ed", "a,", "end.", "\n", "\n\n", "  ", "* ", "# ", "“x”"]), max_size=60))
def test_unwrapping_changes_nothing_but_white_space(pieces: list[str]) -> None:
    text = " ".join(pieces)
    assert unwrap(text).split() == text.split()
    assert unwrap(unwrap(text)).split() == text.split()


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("Bridge closes\n\nThe bridge closes.", "Bridge closes"),
        ("Who pays for the bridge?\n\nNobody.", "Who pays for the bridge?"),
        ("By Ana Pohl\nKessel Courier\nMarch 4, 2021\n\nBridge closes\n\nText.", "Bridge closes"),
        ("UPDATED 14:20\n\nBoth lanes are open again. More soon.", None),
        ("Photo: Ines Marr / Upland Post\nA goods train left the rails; nobody was hurt.", None),
        ("The bridge will close on Monday, the mayor said.", None),
        ("“We had no choice,” the mayor said.\n\nIt closes.", None),
        ("Bridge 2\n\nThe second bridge closes.", "Bridge 2"),
        ("Monday, 4 March\n\nBridge closes\n\nText.", "Bridge closes"),
        ("4. März\n\nBridge closes\n\nText.", "Bridge closes"),
        ("March 4\n\nBridge closes\n\nText.", "Bridge closes"),
        ("x" * 200 + "\n\nText.", None),
        ("FOR IMMEDIATE RELEASE\n\nContact: Ana Pohl, 555-0199\n\nBridge closes\n\nText.", "Bridge closes"),
        ("EMBARGOED UNTIL 00:01 MONDAY\n\nBridge closes\n\nText.", "Bridge closes"),
        ("Embargoed oil arrives\n\nText.", "Embargoed oil arrives"),
        ("Press release angers the mayor\n\nText.", "Press release angers the mayor"),
        ("US-Wahl\n\nText.", "US-Wahl"),
        ("BC-Bridge-Closes, 2nd Ld-Writethru\n\nBridge closes\n\nText.", "Bridge closes"),
    ],
)
def test_a_headline_is_told_from_a_lead_a_byline_and_a_label(text: str, headline: str | None) -> None:
    assert find_headline(text) == headline


def test_a_heading_is_found_below_a_rule_and_a_beginning_is_cut_between_words() -> None:
    assert find_heading("* * *\n\n## The **title** ##\n\nText.") == "The title"
    assert find_heading("# _How_ **build_all** broke @the_mayor") == "How build_all broke @the_mayor"
    assert find_heading("Text.\n\n# Later") is None
    assert begin("- *One* boat\n- Two boats") == "One boat"
    assert begin("Photo: A\n" + "word " * 50) == " ".join(["word"] * 20)


@pytest.mark.parametrize(
    "piece",
    ["<p ", "=C3=A9", "=\n", "= ", "\\ud83d", "&amp;", "<script>", " \n", "â€", "a,\nb", "“", "<br", "*\n", "said\n",
     " ", "\t", "\n", "\u00a0", "\u3000", "=20", "&#0", "&", "<", "</p", "</p>", "<b>", "<!--", "#", "- ", ">", "|",
     "."],
)  # fmt: skip
def test_reading_takes_no_longer_than_a_text_is_long(piece: str) -> None:
    def read(written: str) -> None:
        with contextlib.suppress(DamagedText):
            find_headline(unwrap(mend(written, tags=True).text))

    assert_grows_no_faster(lambda count: f"<b>A text</b>{piece * count}it goes on.", read, 4_000, 4)


def test_white_space_around_tags_is_theirs_wherever_it_stands() -> None:
    text = "One  <p>  two </p>\n <p> three<br>  four \t<br>\nfive</p>  six  <b>seven</b>"
    assert mend(text, tags=True).text == "One\n\ntwo\n\nthree\nfour\nfive\n\nsix  seven"
