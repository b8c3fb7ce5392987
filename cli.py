"""The terminal's door: `priorart …`. The commands stand in `commands/`; here is how one is run and how it ends.

Results go to stdout, progress and errors to stderr. Nothing of the house is imported before a command runs, so that `--help` answers at once.
"""

from __future__ import annotations

import importlib
import os
import sys

from commands import COMMANDS
from commands.shared import Group, Parser, clear


def parser() -> Parser:
    """The whole command line."""
    top = Parser(prog="priorart", description="Search patent prior art, with quotes that are verified and searches that are on record.")
    groups = Group(top, "command")
    for name in COMMANDS:
        importlib.import_module(f"commands.{name}").add(groups)
    return top


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns its exit code (see `indexing.errors`)."""
    args = parser().parse_args(argv)
    from indexing.errors import PriorArtError

    try:
        return args.body(args) or 0
    except PriorArtError as fault:
        clear(args)
        print(f"priorart: {fault}", file=sys.stderr)
        return fault.exit_code
    except KeyboardInterrupt:
        clear(args)
        print("priorart: stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # the reader of our output has gone (`| head`); keep Python from complaining at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
