"""The terminal's door, one file a group of commands; `COMMANDS` lists them in the order of `priorart --help`."""

COMMANDS = ("index", "search", "casework", "evaluation", "recipes", "classes", "dialect", "record", "models")
