"""Saved web pages: whose words are the article's, when it was published, and what is no article at all."""

import pytest
from lxml.html import HtmlElement, document_fromstring

from index.articles.pages.extraction import NoArticleInPage, extract_page
from index.articles.pages.left_out import find_left_out, read_blocks
from index.articles.pages.rewriting import rewrite
from index.articles.pages.walls import find_wall
from tests.timing import assert_grows_no_faster, taking_less_than

LEAD = "<p>The bridge at Kessel will close for eleven months after engineers found cracks in two of its piers.</p>"
REST = (
    "<p>The repair will cost 38 million crowns, of which the state pays two thirds. Work begins in October.</p>"
    "<p>Shop owners on the east bank fear for their trade. The council has put aside four million crowns.</p>"
)


def page(middle: str = "", *, head: str = "", article: str | None = None, around: str = "") -> str:
    inner = f"<article><h1>Bridge to close</h1>{LEAD}{middle}{REST}</article>" if article is None else article
    title = "" if "<title>" in head else "<title>Bridge to close</title>"
    return f'<!doctype html><html lang="en"><head>{title}{head}</head><body>{around}{inner}</body></html>'


def text(html: str) -> str:
    return extract_page(html).fields["text"] or ""


@pytest.mark.parametrize(
    ("middle", "kept"),
    [
        ("<p>It is <q>old but sound</q>, she said.</p>", "It is “old but sound”, she said."),
        ("<blockquote><p>I know.</p><footer>— Ed Vance, baker</footer></blockquote>", "“I know.” — Ed Vance, baker"),
        ("<blockquote><p>One.</p><p>Two.</p></blockquote>", "“One.\n“Two.”"),
        (
            "<blockquote><p>All safe.</p>&mdash; Tom Arden (@arden) <a href=#>May 6, 2021</a></blockquote>",
            "“All safe.” — Tom Arden (@arden) May 6, 2021",
        ),
        ("<blockquote>“I know,” he said.</blockquote>", "“I know,” he said."),
        (
            "<figure><blockquote>We stop.</blockquote><figcaption>Fynn Adler</figcaption></figure>",
            "“We stop.” — Fynn Adler",
        ),
        ("<figure><figcaption><blockquote>We stop.</blockquote></figcaption></figure>", "“We stop.”"),
        ("<figure><img src=x><figcaption>The pier in 1998.</figcaption></figure>", "The pier in 1998."),
        ("<p>“We had no choice left,”<br>said Mayor Sokol.</p>", "“We had no choice left,” said Mayor Sokol."),
        ("<dl><dt>Cost</dt><dd>38 million</dd></dl>", "Cost: 38 million"),
        ("<table><tr><th>Pier<th>Cracks<tr><td>East<td>12</table>", "East | 12"),
        (
            "<details><summary>And the ferry?</summary><p>It runs every six minutes.</p></details>",
            "It runs every six minutes.",
        ),
        ("<figure><table><tr><th>Pier<th>Cracks<tr><td>East<td>12</table></figure>", "East | 12"),
        ("<table><tr><td><p>Pier</p><td><p>Cracks</p><tr><td><p>East</p><td><p>12</p></table>", "East | 12"),
        ("<h3><button>And the ferry?</button></h3><p>It runs every six minutes.</p>", "And the ferry?\nIt runs"),
        ("<div><button>And the ferry?</button><p>It runs every six minutes.</p></div>", "And the ferry?\nIt runs"),
        ("<ul><li>By bus<li>By ferry</ul>", "- By bus\n- By ferry"),
        ("<p>It covers 12 km<sup>2</sup> and weighs 10<sup>9</sup> tonnes.</p>", "12 km² and weighs 10⁹ tonnes."),
        (
            "<p>On the 3<sup>rd</sup> it shut.<sup><a href=#n1>1</a></sup> Nobody knew.</p>",
            "On the 3rd it shut. Nobody",
        ),
    ],
)
def test_the_article_s_own_words_are_kept(middle: str, kept: str) -> None:
    assert kept in text(page(middle))


@pytest.mark.parametrize(
    "middle",
    [
        "<aside>Lost words about another thing</aside>",
        '<div class="newsletter"><h4>Lost words</h4><p>Sign up.</p></div>',
        '<p>Read more: <a href="/x">Lost words about a lorry</a></p>',
        '<aside class="pull-quote">Lost words</aside>',
        '<section id="comments"><p>Lost words!</p></section>',
        "<nav><ul><li>Lost words</li></ul></nav>",
    ],
)
def test_what_only_stands_beside_it_is_left_out(middle: str) -> None:
    assert "Lost words" not in text(page(middle))


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "- ADVERTISEMENT -",
        "Article continues after advertisement",
        "Story continues below this ad",
        "Anzeige",
        "Publicité",
        "Share this article",
        "Tweet",
        "Click to share on Facebook (Opens in new window)",
        "Copy link",
        "Follow BWC Marlow on Facebook, on X, and on Instagram.",
        "Listen to this article",
        "Reading time: 3 min",
        "4 min read",
        "View gallery",
        "1 of 5",
        "Toggle caption",
        "Your browser does not support the audio element.",
        "Photograph: Ines Oduya/The Sentinel",
        "Ines Oduya / Getty Images",
        "Back to top ↑",
        "© 2026 The Marlow Courier. All rights reserved.",
        "Copyright © 2026 The Marlow Courier",
        "Topics: bridges, transport",
        "Leave a comment",
        "Log in or register to post comments",
        "Titelbild: Geyres Christophe/ABACA",
        "The post Bridge to close appeared first on The Courier.",
        "Sign up for our free daily newsletter and never miss a story.",
        "Get the best of the Courier in your inbox every morning.",
        "By signing up you agree to our terms and privacy policy.",
        "Thanks for reading River Notes! Subscribe for free to receive new posts.",
        "Il vous reste 65.2% de cet article à lire. La suite est réservée aux abonnés.",
    ],
)
@pytest.mark.parametrize("tag", ["p", "div", "h4"])
def test_a_line_that_only_furnishes_a_page_is_left_out(line: str, tag: str) -> None:
    found = extract_page(page(f"<{tag}><b>{line}</b></{tag}><p>It was warm.</p>"))
    assert line not in (found.fields["text"] or "")
    assert "It was warm." in (found.fields["text"] or "")


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement is not speech, the court said.",
        "“Read more,” said the librarian.",
        "Share this grief with us, the widow asked the crowd.",
        "Sign up, he told the young men of the valley, and nobody did.",
        "Related charges were dropped on Friday.",
        "Share with the poor what you have.",
        "Send to Marlow for bread, and be quick.",
        "Print is dead, and so is its king.",
        "(c) the council must pay what it owes.",
        "Follow him on foot, and you will see the bearings.",
        "Get the newsletter out by noon, the editor told her two clerks.",
        "Copyright law protects the plan of the bridge.",
        "Two of five piers are cracked.",
        "Back to the index of prices: it fell again.",
    ],
)
def test_a_line_that_begins_as_furniture_does_is_the_article_s(line: str) -> None:
    assert line in text(page(f"<p>{line}</p>"))


@pytest.mark.parametrize(
    "middle",
    [
        "<div><h3>Read next</h3><ul><li><a href=1>Lost words about a lorry</a></li></ul></div>",
        "<section><h4>Schon gelesen?</h4><a href=1>Lost words about a lorry</a></section>",
        "<section><h4>Notas relacionadas</h4><a href=1>Lost words about a lorry</a></section>",
        "<section><h4>Lire aussi</h4><a href=1>Lost words about a lorry</a></section>",
        "<div><p>More on this story</p><ul><li><a href=1>Lost words</a></li><li><a href=2>Again</a></li></ul></div>",
        "<div><h4>Morning briefing, lost words</h4><form><input type=email></form><p>Lost words, free.</p></div>",
        "<p>Read more</p><p><a href=1>Lost words</a></p>",
        "<div hidden><p>Lost words of a template.</p></div>",
        "<template><p>Lost words of a template.</p></template>",
        "<p>The <a href=x>report<span class=screen-reader-text> (Lost words)</span></a> is out.</p>",
        "<p>The report <span class='icon sr-only'>Lost words</span> is out.</p>",
        "<div class=ad-slot>Lost words</div>",
        "<figure><img><span>Lost words</span><figcaption>The pier of 1998.</figcaption></figure>",
        "<figure><img><figcaption>The pier. <span>Photo: Lost words</span></figcaption></figure>",
        "<h2>Sources <span class=mw-editsection>Lost words</span></h2>",
    ],
)
def test_a_box_that_only_furnishes_a_page_is_left_out(middle: str) -> None:
    assert "Lost words" not in (found := text(page(middle)))
    assert "38 million" in found


def test_a_heading_that_could_lead_to_links_and_leads_to_a_text_is_the_article_s() -> None:
    assert "In this story" in text(page("<h3>In this story</h3><p>There is no hero, and no bridge is whole.</p>"))


def test_a_box_that_is_named_for_advertisers_and_tells_the_story_is_the_article_s() -> None:
    assert "It was warm." in text(page("<div class=ads><div>It was warm.</div></div>"))


@pytest.mark.parametrize(
    "box",
    [
        "<section class='row non-paywall'><p>{}</p></section>",
        "<div class=paywall-container><p>{}</p></div>",
        "<div class='live-match-comments'><div>{}</div></div>",
        "<p class=js_readmore>{}</p>",
    ],
)
def test_a_box_that_is_named_for_who_may_read_it_or_for_what_happens_live_is_the_article_s(box: str) -> None:
    told = "It is warm at Kessel, and the boats lie still. " * 11
    assert told.strip() in text(page(box.format(told)))


def test_an_article_within_a_menu_is_the_article() -> None:
    assert "38 million" in text(page(article=f"<nav><ul><li><a href=1>Home</a></ul><h1>Bridge</h1>{LEAD}{REST}</nav>"))


def test_a_form_around_the_whole_article_takes_nothing_away() -> None:
    form = f"<form><input type=email><div><h1>Bridge to close</h1>{LEAD}{REST}</div></form>"
    assert "38 million" in text(page(article=form))


@pytest.mark.parametrize("box", ["<div class='post-body entry-content'><div dir=ltr>", "<main><div>", "<div>"])
def test_text_that_stands_in_no_paragraph_is_parted_at_its_breaks_and_nowhere_else(box: str) -> None:
    lines = (
        "The bridge will close for eleven months, the county council voted on Tuesday night.",
        "The repair is dear and will cost them six million.",
        "It begins <i>soon</i>, she said, and nobody there believed a word of it.",
    )
    found = text(page(article=f"{box}{'<br /> <br>'.join(lines)}"))
    assert found.split("\n") == [line.replace("<i>", "").replace("</i>", "") for line in lines]


@pytest.mark.parametrize(
    "piece",
    ["<q>It is old.</q>", "<a href=x>old</a> ", "<h2>Read more</h2><a href=x>old</a>", "it is <a href=x>old</a> "],
)
def test_a_page_is_rewritten_in_a_time_that_grows_with_it(piece: str) -> None:
    tree = document_fromstring(f"<html><body><article><p>{LEAD}</p>{piece * 20_000}</article></body></html>")
    with taking_less_than(5):
        rewrite(tree)


def test_what_was_left_out_is_told() -> None:
    line = "Sign up for our free daily newsletter."
    assert extract_page(page(f"<p>{line}</p>")).left_out == (line,)


def test_a_paragraph_with_links_in_it_is_kept_wherever_it_stands() -> None:
    last = "<p>It is <a href=1>old</a>, and <a href=2>so is she</a>.</p>"
    body = f"<div>{LEAD}</div><div>{REST}</div><div>{last}</div>"
    assert "It is old, and so is she." in text(page(article=f"<main><h1>Bridge</h1>{body}</main>"))


def test_a_page_with_thousands_of_comments_takes_no_longer_than_one_with_few() -> None:
    """What grows with the square of a page would hold a bot that looks at an upload: 27 s here, once."""
    comment = '<div class="comment"><p>I think that this is a very good text, and thanks for it.</p></div>'
    with taking_less_than(5):
        assert "very good text" not in text(page("<p>The pier is closed.</p>") + comment * 3_000)


def test_a_stand_first_is_kept_wherever_it_stands() -> None:
    for head in (
        "<header><h1>Bridge to close</h1><p class='standfirst'>Eleven months without a way across.</p></header>",
        "<hgroup><h1>Bridge to close</h1><p>Eleven months without a way across.</p></hgroup>",
        "<h1>Bridge to close</h1><h2>Eleven months without a way across.</h2>",
        "<h1>Bridge to close</h1><div data-x=standfirst>Eleven months without a way across.</div><div class=body>",
        "<h1>Bridge to close</h1><h3 class=subtitle>Eleven months without a way across.</h3><div class='article-body'>",
        "<h1>Bridge to close</h1><h3 class=dek>Eleven months without a way across.</h3><div class='article-body'>",
    ):
        assert "Eleven months without a way across." in text(page(article=f"<article>{head}{LEAD}{REST}</article>"))


def test_a_stand_first_stands_once_and_below_the_title() -> None:
    head = "<header><h1>Bridge to close</h1><div class=deck>Eleven months without a way across.</div></header>"
    found = text(page(article=f"<article>{head}<div class=article-body>{LEAD}{REST}</div></article>"))
    assert found.count("Eleven months without a way across.") == 1
    assert found.index("Eleven months") < found.index("The bridge at Kessel")


def test_what_is_named_a_stand_first_below_the_text_is_another_article_s() -> None:
    teaser = "<div class=teaser><h3><a href=1>Boats</a></h3><p class=subtitle>They sank in March, all nine.</p></div>"
    assert "They sank" not in text(page(article=f"<article><h1>Bridge</h1>{LEAD}{REST}</article>{teaser}"))


def test_an_article_in_an_aside_is_the_article() -> None:
    cookies = "<div id=cookie><p>We use cookies to improve your experience. By continuing you agree.</p></div>"
    found = text(page(article=f"<aside><h1>Bridge</h1>{LEAD}{REST}</aside>", around=cookies))
    assert "38 million" in found
    assert "cookies" not in found


def test_a_page_laid_out_by_a_table_and_breaks_is_paragraphs() -> None:
    old = (
        "<html><head><title>Sluice stuck</title></head><body><table>"
        "<tr><td><a href=a>Home</a><br><a href=b>News</a></td><td><b>Sluice stuck</b><br><br>"
        "The sluice at Marn has been stuck since Tuesday.<br><br>Two fields are under water.</td></tr>"
        "</table></body></html>"
    )
    assert text(old).split("\n") == [
        "Sluice stuck",
        "The sluice at Marn has been stuck since Tuesday.",
        "Two fields are under water.",
    ]


def test_what_follows_a_heading_without_a_paragraph_is_one() -> None:
    old = (
        "<html><head><title>Sluice stuck</title></head><body><div><h2>Sluice stuck</h2>"
        "The sluice at Marn has been stuck since Tuesday.<br><br>Two fields are under water.<ul><li>North</ul></div>"
        "</body></html>"
    )
    assert text(old).split("\n")[:3] == [
        "Sluice stuck",
        "The sluice at Marn has been stuck since Tuesday.",
        "Two fields are under water.",
    ]


@pytest.mark.parametrize(
    "cut", ["</p></article></body></html>", "</article></body></html>", "</body></html>", "</html>"]
)
def test_end_tags_that_may_be_left_out_are_not_missed(cut: str) -> None:
    found = extract_page(page().replace(cut, ""))
    assert "38 million" in (found.fields["text"] or "")
    assert found.remarks == ()


@pytest.mark.parametrize("cut", ["The council has p", "<p>Shop owners on the east b", "<p>Shop owners</p><p cla"])
def test_a_page_that_breaks_off_is_read_and_told(cut: str) -> None:
    whole = page()
    short = whole[: whole.index("<p>Shop")] + cut
    assert "is cut off" in extract_page(short).remarks[0]


@pytest.mark.parametrize(
    ("title", "body", "kind"),
    [
        ("Page not found", "Sorry, the page that you are looking for may have been moved.", "an error page"),
        ("Access Denied", "You don't have permission to access this page on this server.", "an error page"),
        (
            "Just a moment...",
            "Checking if the site connection is secure. Enable JavaScript to go on.",
            "a browser check",
        ),
        (
            "Courier",
            "We and our 842 partners store and access information on a device, such as cookies.",
            "a consent page",
        ),
        ("Sign in to the Courier", "By signing in you agree to our terms of use. No account yet?", "a sign-in page"),
        ("Bridge to close", "You have read 3 of 3 free articles. Subscribe now to read on.", "a paywall"),
        ("503 Service Unavailable", "openresty", "an error page"),
        ("Courier", "We are undergoing scheduled maintenance. Please check back shortly.", "an error page"),
        ("Courier", "The server encountered an internal error and was unable to go on.", "an error page"),
        ("Seite nicht gefunden", "Die Seite, die Sie suchen, gibt es nicht.", "an error page"),
        ("Courier", "Sorry, you have been blocked. This site is using a security service.", "a browser check"),
        ("Courier", "Something made us think you were a bot. See that cookies are enabled.", "a browser check"),
        ("Kurier", "Wir und unsere 99 Partner verarbeiten Daten. Alle akzeptieren?", "a consent page"),
        ("Courrier", "Nous et nos 99 partenaires utilisons des cookies. Continuer sans accepter", "a consent page"),
        ("Correo", "Usamos cookies para tratar datos personales. Aceptar y continuar", "a consent page"),
        ("Bridge to close", "This story is for members only. Already a member?", "a paywall"),
        ("Die Brücke", "Dieser Text ist nur für Abonnenten. Sie haben bereits ein Abo?", "a paywall"),
        ("Le pont", "La suite est réservée aux abonnés. Déjà abonné ?", "a paywall"),
        ("courier.example", "The domain courier.example may be for sale.", "a site with nothing on it"),
        ("Log in to continue", "To read this, please log in or create a free account. It is quick.", "a sign-in page"),
        ("Hmm, we can’t find that page", "The link may be old. Head to the front page.", "an error page"),
        ("This article is no longer available", "It has been removed from our website.", "an error page"),
        ("Kurier", "Oder nutzen Sie unser Pur-Abo ohne Tracking. Mehr dazu hier.", "a consent page"),
        ("Oops!", "We can't find the page you're looking for. Please check the address.", "an error page"),
        ("Courier", "The page you’re trying to open doesn’t exist. Go to the front page.", "an error page"),
        ("Nothing here", "It looks like nothing was found at this location. Maybe try a search?", "an error page"),
        ("Courier", "Something went wrong on our end. Try refreshing the page.", "an error page"),
        ("Gateway Timeout", "The server did not receive a timely response.", "an error page"),
        ("Courier", "Access from a country belonging to the European Economic Area is not granted.", "an error page"),
        ("Zugriff verweigert", "Die angeforderte Seite konnte leider nicht gefunden werden.", "an error page"),
        ("Accès refusé", "Vous n’avez pas l’autorisation d’accéder à cette page.", "an error page"),
        ("Verification required", "Slide right to complete the puzzle. Incident ID: 2f3a-44", "a browser check"),
        ("Courier", "Please upgrade your browser. We support the newest of each.", "a browser check"),
        (
            "Courier",
            "If you are not redirected within 5 seconds, click here.",
            "a browser check",
        ),
        (
            "Kurier",
            "Um Werbung zuzustimmen, klicken Sie auf „Akzeptieren und weiter“.",
            "a consent page",
        ),
        ("Courier", "Your session has expired. Please sign in again to continue.", "a sign-in page"),
        ("Courier", "Please update your browser to continue. This one is not supported.", "a browser check"),
        ("Courier", "You need to enable JavaScript to run this app. It is off.", "a browser check"),
        ("Something went wrong", "Please try again in a few minutes, or write to the desk.", "an error page"),
        ("Bad gateway | Courier", "An invalid answer came from the upstream server.", "an error page"),
        ("Courier", "You must be 18 to view this site. Leave it otherwise.", "a sign-in page"),
        ("Courier", "Some partners process your data for a legitimate interest. Manage all.", "a consent page"),
        ("Courier", "The rest is available only to subscribers. For 9 crowns a month you are one.", "a paywall"),
        ("Age check", "You must be 18 or over to enter. Please confirm your date of birth.", "a sign-in page"),
        ("Subscribe to read", "Become a subscriber. You will be billed £39 a month after the trial ends.", "a paywall"),
        ("Courier", "You've read your last free article. Create a free account to read on.", "a paywall"),
        (
            "Bridge to close",
            "The bridge closes. This is a premium article. Start your free trial.",
            "a paywall",
        ),
    ],
)
def test_a_wall_is_refused_by_its_name(title: str, body: str, kind: str) -> None:
    html = page(head=f"<title>{title}</title>", article=f"<main><h1>{title}</h1><p>{body}</p></main>")
    with pytest.raises(NoArticleInPage, match=f"^is {kind}, not an article"):
        extract_page(html)


def test_an_article_about_walls_is_an_article() -> None:
    body = (
        "<p>Sites must let visitors refuse cookies as easily as accept them, a court ruled. A paper had not.</p>"
        "<p>“Checking your browser is one thing, checking your patience another,” the judge said. Access denied, the "
        "page had told those who would not click.</p>"
        "<p>The league counted 404 pages of the kind. It wants to go on counting.</p>"
    )
    assert "404 pages" in text(page(article=f"<article><h1>Court: no more banners</h1>{body}</article>"))


def test_marks_that_came_as_control_characters_are_marks() -> None:
    assert "“We wait,” said Ana Pohl" in text(page("<p>\x93We wait,\x94 said Ana Pohl in Kessel on Friday.</p>"))


def test_a_page_that_only_leads_on_says_where_to() -> None:
    head = '<title>K</title><meta http-equiv="Refresh" content="0; URL=https://e.org/a">'
    with pytest.raises(NoArticleInPage, match=r"redirects to https://e\.org/a; use that link instead"):
        extract_page(f"<html><head>{head}</head><body><p>Moving</p></body></html>")
    assert "Shop owners" in text(page(head=head))


@pytest.mark.parametrize(
    ("title", "brief"),
    [
        (
            "Bridge down for maintenance",
            "The bridge is closed for maintenance and unavailable until May, the city said.",
        ),
        (
            "Protesters sent home",
            "The council told the protesters to come back later, and to try again in a few weeks.",
        ),
        (
            "Readers saw 503 errors",
            "“We are sorry for the inconvenience,” said Ana Pohl. A cable had been cut by workers.",
        ),
        (
            "Eltern können widerrufen",
            "Eltern können ihre Einwilligung zu Fotos jederzeit widerrufen, teilte das Amt mit.",
        ),
        (
            "Eighteen to vote",
            "Voters must be 18. Something went wrong at the count in May. The mayor saw no timely response.",
        ),
        (
            "Council site is down",
            "The council’s website is down since Monday, the clerk said. Nobody can pay a fee. It will take a week.",
        ),
        (
            "Upgrade your browser",
            "Security experts warn of a bug. You should update your browser now. The bug is in all versions.",
        ),
        (
            "Age verification",
            "Ministers want checks online from May. The law says that you must be 18 to view a few. Critics object.",
        ),
        (
            "Age check",
            "Two shops sold beer to pupils of fifteen. At the till you now must confirm your age. Fines go up to 900.",
        ),
        (
            "Gateway timeout: a city waits",
            "No train has left the Northern Gateway since five. A server did not receive the signals. Buses are full.",
        ),
        (
            "Request time-out costs Kessel the cup",
            "The coach asked for a pause that he no longer had. The referees took the ball away. Marn won by a point.",
        ),
        (
            "Puzzle for the police",
            "Thieves emptied a safe in Marn. They had to slide six plates like a puzzle. The police ask for witnesses.",
        ),
        (
            "Results late by a day",
            "The papers of 40 pupils are lost. The school’s server did not receive them. They may sit the exam again.",
        ),
        (
            "Museum asks for more",
            "Guests pay nine crowns now. Whoever comes from a country in the European Union pays six. Pupils pay two.",
        ),
        (
            "Divers give up",
            "The ferry is still missing. Nothing was found at this depth, either. The search has cost two million.",
        ),
        (
            "Lock opened by itself",
            "The lock at Marn let out a metre of water. Something went wrong. Engineers will look at the pumps today.",
        ),
        (
            "Buses for nothing",
            "The town can start a free trial with electric buses. It lasts until autumn. Then the council votes.",
        ),
        (
            "The Courier drops its paywall",
            "All of it can be read at once. So far there were five free articles a month. The print costs two crowns.",
        ),
        (
            "A letter with a bill",
            "The water works raise their price. A letter went to subscribers on Monday. Most will pay a tenth more.",
        ),
        (
            "No bank without a new one",
            "The bank shuts out each outdated browser. Clients must enable JavaScript and call. It hits 4,000.",
        ),
        (
            "Landlord may not ask",
            "A landlord asked who is pregnant. The court saw no legitimate interest. He has to pay 3,000 crowns.",
        ),
        (
            "One click less",
            "Banners are to go. Browsers shall say once whether people accept all cookies. Parliament votes in May.",
        ),
        (
            "Outdated browser at the hospital",
            "Nurses could not read the charts for a day. The computers are fifteen years old. New ones come in March.",
        ),
        (
            "Unavailable in your size",
            "Shoes above 47 are hard to find in Marn. One shop makes them by hand. It has a waiting list of two years.",
        ),
        (
            "Shops to merge",
            "The deal needs a yes from Brussels. It would create one of the largest chains. Farmers in Marn object.",
        ),
        (
            "Login for everybody",
            "Every citizen gets a login in June. Four in ten have no account yet. The town hall helps on Fridays.",
        ),
        (
            "Kessel.example is for sale",
            "The town forgot to pay 12 crowns. Its domain is for sale since Monday. A dealer asks for two thousand.",
        ),
        (
            "Two accounts closed",
            "Experts believe that the accounts belong to a bot, the paper in Kessel wrote on Friday.",
        ),
    ],
)
def test_a_brief_in_whose_words_a_wall_could_speak_is_an_article(title: str, brief: str) -> None:
    html = page(head=f"<title>{title}</title>", article=f"<main><h1>{title}</h1><p>{brief}</p></main>")
    assert brief in (extract_page(html).fields["text"] or "")


@pytest.mark.parametrize(
    "above",
    [
        "<!-- saved from url=(0020)https://e.org/a?b=c -->",
        "<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: https://e.org/a?b=c \n saved date: today\n-->",
    ],
)
def test_a_saved_page_comes_from_where_its_browser_says(above: str) -> None:
    assert extract_page(above + page("")).fields["url"] == "https://e.org/a?b=c"
    canonical = page("", head="<link rel=canonical href='https://e.org/a'>")
    assert extract_page(above + canonical).fields["url"] == "https://e.org/a"


def test_all_who_wrote_an_article_are_named() -> None:
    assert extract_page(page("", head="<meta name=author content='Ana Pohl, Ed Vance'>")).fields["author"] == (
        "Ana Pohl, Ed Vance"
    )


STRUCTURE = '<script type="application/ld+json">{}</script>'
REPORT = '{"@type": "NewsArticle", "datePublished": "2020-10-10"}'
OTHERS = (
    "<footer>© 2024. Updated 3 May 2019. Since 17 August 2001.</footer><aside><time datetime=2018-07-01></time></aside>"
)


@pytest.mark.parametrize(
    ("head", "middle", "date"),
    [
        ("", OTHERS, None),
        ('<meta property="article:published_time" content="2023-03-27T12:40+02:00">', OTHERS, "2023-03-27T12:40+02:00"),
        (STRUCTURE.format(REPORT), "", "2020-10-10"),
        (STRUCTURE.format(f'{{"@graph": [{{"@type": "WebSite"}}, {REPORT}]}}'), "", "2020-10-10"),
        (STRUCTURE.format(f"//<![CDATA[\n{REPORT}\n//]]>"), "", "2020-10-10"),
        (STRUCTURE.format(REPORT.replace('{"@', '{"about": "a\nb", "@')), "", "2020-10-10"),
        (STRUCTURE.format(REPORT.replace("News", "AnalysisNews")), "", "2020-10-10"),
        (STRUCTURE.format(REPORT).replace("ld+json", "ld+json; charset=utf-8"), "", "2020-10-10"),
        (STRUCTURE.format(f'{{"@type": "WebPage", "mainEntity": {REPORT}}}'), "", "2020-10-10"),
        (STRUCTURE.format("{" * 5_000), "", None),
        (STRUCTURE.format(f'{{"@type": "ItemList", "itemListElement": [{REPORT}]}}'), "", None),
        ("", "<footer>Posted on <time class='entry-date published'>2 April 2021</time></footer>", "2 April 2021"),
        ("", "<aside><time class=published>2 April 2021</time></aside>", None),
        ("", "<p>By Ada, <time datetime='2021-04-02'>2 April</time></p>", "2021-04-02"),
        ("", "<ul><li><a href=x>Other</a> <time>1 July 2018</time></li></ul>", None),
        (STRUCTURE.format(f'[{{"@graph": [{REPORT}]}}, {REPORT.replace("2020", "2021")}]'), "", "2020-10-10"),
        (STRUCTURE.format(f'{{"mainEntity": {REPORT.replace("2020", "2021")}, "@graph": {REPORT}}}'), "", "2020-10-10"),
        (STRUCTURE.format('{"mainEntity": ' * 500 + REPORT + "}" * 500), "", "2020-10-10"),
        (
            STRUCTURE.format(f'{{"@graph": [{{"@type": {"[" * 400}"NewsArticle"{"]" * 400}}}, {REPORT}]}}'),
            "",
            "2020-10-10",
        ),
    ],
)
def test_a_date_is_the_one_that_the_page_states_for_its_article(head: str, middle: str, date: str | None) -> None:
    assert extract_page(page(middle, head=head)).fields["published_at"] == date


@pytest.mark.parametrize(
    ("line", "is_kept"),
    [
        ("10 October 2020, 17:20", False),
        ("Lena Brandt · Saturday 10 October 2020", False),
        ("By Lena Brandt, 10 October 2020", False),
        ("The Harbour Gazette, 10 October 2020", False),
        ("World Cup Final, 10 October 2020", True),
        ("Ada Lane, 10 October 2020", True),
        ("9 October 2020", True),
        ("The bridge closes on 10 October 2020", True),
    ],
)
def test_a_line_above_the_text_that_says_only_when_the_page_is_of_is_left_out(line: str, is_kept: bool) -> None:
    head = STRUCTURE.format(REPORT) + '<meta name="author" content="Lena Brandt">'
    above = f"<article><h1>Bridge to close</h1><p>{line}</p>{LEAD}{REST}<h3>{line}</h3>{REST}</article>"
    assert text(page(head=head, article=above)).count(line) == (2 if is_kept else 1)
    assert line in text(page(article=above))


@pytest.mark.parametrize("pattern", ["<li>{}</li>", "<li>{}", "<div>{}<p>and more of it here</p></div>", "<p>{}</p>"])
def test_what_was_left_out_is_found_in_a_time_that_grows_with_the_page(pattern: str) -> None:
    def grow(size: int) -> HtmlElement:
        rows = "".join(pattern.format(f"Row {number} says what no other row of it says.") for number in range(size))
        return document_fromstring(f"<html><body><p>Bridge</p><ul>{rows}</ul></body></html>")

    def find(tree: HtmlElement) -> None:
        assert len(find_left_out(read_blocks(tree), "Bridge", "The bridge will close.")) == 20

    assert_grows_no_faster(grow, find, 2_000, 8)


def test_of_blocks_within_each_other_the_outer_one_is_told() -> None:
    tree = document_fromstring(
        "<body><ul><li>One row of the list <p>and a paragraph in it.</p></li></ul>"
        "<div> <p>A part that has no words.</p></div><nav><p>A menu that is not told.</p></nav>"
        "<div>Words of its own <p>and those of another.</p></div></body>"
    )
    assert find_left_out(read_blocks(tree), "", "") == (
        "One row of the list and a paragraph in it.",
        "A part that has no words.",
        "Words of its own and those of another.",
    )


@pytest.mark.parametrize("piece", [*".“\"'-,: 4", "said ", ", a ", "error ", "domain ", "404 "])
def test_whether_a_page_is_a_wall_is_told_in_a_time_that_grows_with_what_it_says(piece: str) -> None:
    def find(run: str) -> None:
        find_wall(f"404{run}x", f"{run[: len(run) // 2].replace(' ', '-')} x")

    assert_grows_no_faster(lambda size: (piece * size)[:size], find, 6_000, 8)


@pytest.mark.parametrize(("tag", "name"), [("div", ' class="post"'), ("article", ""), ("section", ' class="entry"')])
def test_the_posts_of_a_live_blog_keep_their_times_and_headings(tag: str, name: str) -> None:
    told = [("9:40", "Bridge shut", LEAD), ("8:15", "Crack found", REST), ("7:00", "Morning", "<p>Good morning.</p>")]
    posts = "".join(f"<{tag}{name}><time>{at}</time><h3>{what}</h3>{body}</{tag}>" for at, what, body in told)
    found = text(page(article=f"<main><h1>Bridge to close</h1><div>{posts}</div></main>"))
    places = [found.index(line) for line in ("\n9:40 Bridge shut\n", "\n8:15 Crack found\n", "\n7:00 Morning\n")]
    assert places == sorted(places)


def test_a_list_of_other_articles_is_no_live_blog() -> None:
    card = '<div class="card"><time>9:40</time><h3><a href="/a">Mayor resigns</a></h3><p>She had enough.</p></div>'
    assert "Mayor" not in text(page(around=f"<div>{card * 3}</div>"))


def test_a_page_that_states_no_date_has_that_of_the_line_below_its_headline() -> None:
    dated = f"<article><h1>Bridge to close</h1><p>By Ana Pohl</p><p>Published: 4 March 2021</p>{LEAD}{REST}</article>"
    fields = extract_page(page(article=dated)).fields
    assert fields["published_at"] == "Published: 4 March 2021"
    assert "2021" not in (fields["text"] or "")
    below = f"<article>{LEAD}{REST}<p>4 March 2021</p></article>"
    assert extract_page(page(article=below)).fields["published_at"] is None
