"""``python -m index``: what ``verbatim index`` does, without the bot."""

from index.commands import app
from index.streams import run_tidily

if __name__ == "__main__":
    run_tidily(lambda: app(prog_name="python -m index"))
