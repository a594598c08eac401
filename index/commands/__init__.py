"""The ``index`` command: what people do with an index, and with ``--progress json`` what programs do."""
