"""``python -m index``: what ``verbatim index`` does, without the bot."""

from index.streams import run_tidily


def _run() -> None:
    from index.commands.app import app

    app(prog_name="python -m index")


if __name__ == "__main__":
    run_tidily(_run)
