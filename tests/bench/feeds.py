"""A feed of 500 articles on a web server of the tests' own: what reading it costs, the first time, again, and when due.

``python -m tests.bench.feeds``
"""

from __future__ import annotations

import resource
import tempfile
import time
from pathlib import Path

from index.articles import Source
from index.settings import WebSettings
from index.web.links import read_links
from index.web.visiting import Terms
from tests.index.web.web_server import serve

_ITEMS, _PARAGRAPHS = 500, 12
_SETTINGS = WebSettings(open_hosts=("127.0.0.1",), pause_seconds=0)


def _page(number: int) -> str:
    says = "says that the bridge at Kessel closes for months, the city council said on Friday"
    body = "".join(f"<p>Paragraph {place} of article {number} {says}.</p>" for place in range(_PARAGRAPHS))
    head = f"<title>Bridge {number}</title>"
    return f'<html lang="en"><head>{head}</head><body><nav>Home</nav><article>{body}</article></body></html>'


def main() -> None:
    with serve() as web, tempfile.TemporaryDirectory() as folder:
        for number in range(_ITEMS):
            web.put(f"/{number}", _page(number), ETag=f'"{number}"')
        items = "".join(f"<item><link>{web.root}/{number}</link></item>" for number in range(_ITEMS))
        feed = Source.parse(web.put("/feed", f"<rss><channel>{items}</channel></rss>", "text/xml"))
        for name, terms in (("first", Terms()), ("all again", Terms()), ("due", Terms(only=[feed]))):
            web.asked.clear()
            began = time.process_time()
            articles = len(read_links([feed], _SETTINGS, Path(folder), terms).articles)
            spent = time.process_time() - began
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(f"{name}: {articles} articles, {len(web.asked)} requests, {spent:.1f} CPU s, {memory} MiB at most")


if __name__ == "__main__":
    main()
