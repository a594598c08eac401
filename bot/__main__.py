"""``python -m bot``: the ``verbatim`` command without its script."""

from bot.cli import main

if __name__ == "__main__":
    main()
