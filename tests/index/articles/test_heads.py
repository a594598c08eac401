"""The lines between a plain text's headline and its text: which of them tell when and where it was published."""

from pathlib import Path

import pytest

from index.articles.text.headlines import find_headline
from tests.index.articles.reading import one, remarks, write
from tests.timing import taking_less_than

EN = "The bridge over the Lane was closed on Thursday, 3 May 2018, the county said. Nobody knows when it will open."
DE = "Die Brücke wurde am 3. Mai 2018 gebaut, sagte der Landrat."
FR = "Le pont, ouvert le 3 mai 2018, a bougé, dit le préfet."
ES = "El puente se abrió el 3 de mayo de 2018, dijo el alcalde."
AR = "قال المحافظ إن الجسر افتتح في 3 مايو 2018 وإنه أغلق الآن."


def _read(tmp_path: Path, text: str, name: str = "a.txt") -> tuple[str | None, str | None]:
    article = one(write(tmp_path / name, text))
    return article.published_at and article.published_at.isoformat()[:10], article.outlet


@pytest.mark.parametrize(
    ("head", "body", "outlet"),
    [
        ("By Tom Askew\nThe Lane Valley Herald\nOctober 9, 2025", EN, "The Lane Valley Herald"),
        ("The Lane Valley Herald | Oct. 9, 2025", EN, "The Lane Valley Herald"),
        ("The Lane Messenger, 9 October 2025", EN, "The Lane Messenger"),
        ("LANE VALLEY DESK | 9 October 2025 | By Tom Askew", EN, None),
        ("Thursday, October 9, 2025 · Local news · 3 min read", EN, None),
        ("Lane Valley Herald - 2025-10-09 - Tom Askew", EN, "Lane Valley Herald"),
        ("By TOM ASKEW, October 9, 2025", EN, None),
        ("2025-10-09", EN, None),
        ("*Tom Askew, 9 October 2025*", EN, None),
        ("Engineers say that the piers have moved.\n\nBy Tom Askew\n9 October 2025 at 14:05 BST", EN, None),
        ("Published 9 October 2025\nUpdated 10 October 2025", EN, None),
        ("Updated 9 October 2025", EN, None),
        ("Lahnetaler Zeitung, 9. Oktober 2025\nVon Ute Kranz", DE, "Lahnetaler Zeitung"),
        ("Von Ute Kranz | Lahnetaler Tageblatt | Donnerstag, 09.10.2025, 14:05 Uhr", DE, "Lahnetaler Tageblatt"),
        ("Lahnemünde, den 9. Oktober 2025", DE, None),
        ("Par Élise Morand, publié le 9 octobre 2025 à 14h05", FR, None),
        ("La Dépêche de la Lane – jeudi 9 octobre 2025", FR, "La Dépêche de la Lane"),
        ("Lanemont, le 9 octobre 2025", FR, None),
        ("Diario del Lana, 9 de octubre de 2025\nPor Inés Robledo", ES, "Diario del Lana"),
        ("Por Inés Robledo\nPublicado el 9 de octubre de 2025", ES, None),
        ("صحيفة الوادي، 9 أكتوبر 2025", AR, "صحيفة الوادي"),
        ("نشر في ٩ أكتوبر ٢٠٢٥", AR, None),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_a_line_of_a_date_and_names_below_a_headline_tells_when_it_was_published(
    tmp_path: Path, head: str, body: str, outlet: str | None, name: str
) -> None:
    assert _read(tmp_path, f"Bridge over the Lane is closed\n\n{head}\n\n{body}", name) == ("2025-10-09", outlet)


@pytest.mark.parametrize(
    "text",
    [
        EN,
        f"Bridge over the Lane is closed\n\n{EN}",
        f"Bridge over the Lane is closed\n\nThe bridge was opened on 3 May 2018\n\n{EN}",
        f"Bridge over the Lane is closed\n\nThe county said so on Thursday, 9 October 2025\n\n{EN}",
        f"Bridge over the Lane is closed\n\n08/09/2025\n\n{EN}",
        f"Bridge over the Lane is closed\n\nOctober 9\n\n{EN}",
        f"The winter of 2025\n\n2025\n\n{EN}",
        "The bridge: a timeline\n\n3 May 2018\n\nThe bridge opens.\n\n9 October 2025\n\nThe bridge is closed.",
        "Ada Lane, 3 May 1931 – 9 October 2025\n\nThe engineer who built the bridge has died.\n\nShe was ninety-four.",
        f"Bridge over the Lane is closed\n\n{EN}\n\n{EN}\n\n3 May 2018\n\nThat was the day on which it opened.",
        "Fixtures for the Lane Cup, 3 May 2026\n\nThe draw was made on Monday. Lanemouth play at home.",
        "Lane Cup\n\n3 May 2026: Lanemouth v Askew\n10 May 2026: Askew v Lanemouth\n\nThe draw was made on Monday.",
    ],
)
def test_a_date_in_prose_a_chronicle_or_one_of_two_readings_is_no_publication(tmp_path: Path, text: str) -> None:
    assert _read(tmp_path, text) == (None, None)


def test_what_front_matter_tells_goes_before_the_lines_below_the_headline(tmp_path: Path) -> None:
    text = f"---\ntitle: Closed\noutlet: Wire\ndate: 2025-10-10\n---\nLane Herald, 9 October 2025\n\n{EN}"
    assert _read(tmp_path, text) == ("2025-10-10", "Wire")


@pytest.mark.parametrize("line", ["The Lane Valley Herald, 9 October 2025", "The Lane Valley Herald\n9 October 2025"])
def test_an_outlet_and_a_date_above_a_headline_are_none(tmp_path: Path, line: str) -> None:
    text = f"{line}\n\nBridge over the Lane is closed\n\n{EN}"
    assert find_headline(text) == "Bridge over the Lane is closed"
    assert _read(tmp_path, text) == ("2025-10-09", "The Lane Valley Herald")


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("Northern Press Agency, 15 June 2026", "Northern Press Agency"),
        ("The Northern Press Agency, 15 June 2026", "The Northern Press Agency"),
        ("Associated Press Agency, June 15, 2026", "Associated Press Agency"),
        ("15 June 2026, Northern Free Press", "Northern Free Press"),
        ("*Harbour Observer, Guest Post, 15 June 2026*", "Harbour Observer"),
        ("El Noticiero del Sur, 15 de junio de 2026", "El Noticiero del Sur"),
        ("Der Bote vom Kogel, 15. Juni 2026", "Der Bote vom Kogel"),
        ("By Ann Lee, 15 June 2026", None),
        ("Opinion, 15 June 2026", None),
        ("Exclusive | 15 June 2026", None),
        ("Letters, 15 June 2026", None),
        ("Rome, 15 June 2026", None),
        ("Live, 15 June 2026", None),
        ("Staff Writer, 15 June 2026", None),
        ("Press Release, 15 June 2026", None),
        ("Breaking News, 15 June 2026", None),
        ("World News | By Ann Lee | 15 June 2026", None),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_a_date_above_a_headline_stands_beside_an_outlet_or_a_label(
    tmp_path: Path, line: str, outlet: str | None, name: str
) -> None:
    text = f"{line}\n\nFire destroys the market hall\n\nPORT ELLERY - A fire destroyed the market hall of Port Ellery."
    assert find_headline(text) == "Fire destroys the market hall"
    assert _read(tmp_path, text, name) == ("2026-06-15", outlet)


@pytest.mark.parametrize(
    "line",
    [
        "World Cup Final, 15 June 2026",
        "Nguyen Van Thieu, 15 June 2026",
        "Ann Lee, 15 June 2026",
        "Dockside Mirror | 15 June 2026",
    ],
)
def test_a_name_that_is_not_plainly_an_outlets_is_none_and_its_line_stays_the_headline(
    tmp_path: Path, line: str
) -> None:
    text = f"{line}\n\nFire destroys the market hall\n\nPORT ELLERY - A fire destroyed the market hall of Port Ellery."
    assert find_headline(text) == line
    assert _read(tmp_path, text) == ("2026-06-15", None)


def test_a_name_and_a_date_that_are_all_there_is_above_a_text_date_it_and_stay_its_title(tmp_path: Path) -> None:
    text = "London Fire, 15 June 2026\n\nPORT ELLERY - A blaze destroyed the market hall. Nobody was hurt."
    assert find_headline(text) == "London Fire, 15 June 2026"
    assert _read(tmp_path, text) == ("2026-06-15", None)


def test_an_outlet_and_a_date_that_are_all_there_is_above_a_text_are_no_title(tmp_path: Path) -> None:
    text = "London Press Agency, 15 June 2026\n\nPORT ELLERY - A blaze destroyed the market hall. Nobody was hurt."
    assert find_headline(text) is None
    assert _read(tmp_path, text) == ("2026-06-15", "London Press Agency")


@pytest.mark.parametrize(
    "line",
    [
        "Kelmore Flood, 4 February 2026",  # what the text says again is what it is about
        "KELMORE, THE FLOOD, 4 FEBRUARY 2026",
        "Ada Lane, 4 February 2026",
        "What we know so far, 4 February 2026",
        "Timeline: The Mirror, 4 February 2026",
        "Fixtures for Walcote, 4 February 2026",
        "Water at the Door, 4 February 2026",
        "Issue 12, 4 February 2026",
        "فيضان كيلمور، 4 فبراير 2026",
        "The “Mirror” Affair, 4 February 2026",
        "Mirror, Post, Herald, Gazette, Today, Review, 4 February 2026",
        "The Dockside Mirror, 2026",
        "The Dockside Mirror, 04/02/2026",
    ],
)
def test_a_headline_that_ends_with_a_date_stays_one(tmp_path: Path, line: str) -> None:
    text = f"{line}\n\nHundreds leave their homes\n\nA flood hit Kelmore, Ada Lane said. Others had a flood, too."
    assert find_headline(text) == line
    assert _read(tmp_path, text) == (None, None)


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ("Kelmore Flood, 4 February 2026", True),
        ("04/02/2026", True),
        ("The county said so on Thursday, 9 October 2025", True),
        ("3 May 2018 – 9 October 2025", True),
        ("The flood began on Thursday, 9 October 2025.", False),
        ("The floods of 2025", False),
        ("The Courier, 9 October 2025", False),
    ],
)
def test_a_line_with_a_date_that_is_not_taken_for_the_texts_is_told(tmp_path: Path, line: str, is_told: bool) -> None:
    path = write(tmp_path / "a.txt", f"{line}\n\nHundreds leave their homes\n\nA flood hit Kelmore. Others had none.")
    assert [f"“{line}” was not recognised as its date" in remark for remark in remarks(path)] == [True] * is_told


def test_lines_of_nothing_but_dates_are_read_in_no_time(tmp_path: Path) -> None:
    line = ", ".join(["1 May 2018"] * 6)
    with taking_less_than(5):
        _read(tmp_path, f"Bridge\n\n{line}\n" + f"{' | '.join(['2018 x'] * 22)}\n" * 5_000)
