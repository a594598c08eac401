"""``python -m index``: what ``verbatim index`` does, without the bot."""

from index.commands import app

if __name__ == "__main__":
    app(prog_name="python -m index")
