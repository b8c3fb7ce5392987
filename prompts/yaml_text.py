"""YAML as plain data, with the line of every value and no surprises.

Recipes come from other offices, so a file is read as data only: no tags, no anchors or aliases (no bombs), no key twice, and limits on size, depth
and the number of values. Scalars follow the JSON schema of YAML 1.2 (`no`, `012` and `2020-01-01` are strings, not false, 10 and a date).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from indexing.errors import InputError

MAX_BYTES = 262_144
MAX_DEPTH = 20
MAX_VALUES = 20_000

_INT = re.compile(r"-?(0|[1-9][0-9]{0,17})\Z")
_FLOAT = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?\Z")
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file as plain data. `lines` gives the line (from 1) on which the value at a path begins."""

    value: Any
    lines: dict[Path, int]
    source: str

    def line(self, path: Path) -> int:
        """The line of the value at `path`, or of the nearest value around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def fault(self, message: str, hint: str = "", path: Path = ()) -> InputError:
        """An error that names the file and the line of `path`."""
        return InputError(message, hint, source=self.source, line=self.line(path), code="bad-yaml")


def parse(text: str, source: str) -> Document:
    """`text` as plain data. Raises `InputError` with file and line for whatever is not plain, small, well-formed YAML."""
    if len(data := text.encode(errors="replace")) > MAX_BYTES:
        line = data.count(b"\n", 0, MAX_BYTES) + 1
        raise InputError(f"larger than {MAX_BYTES // 1024} KiB", "a recipe or template holds no data", source=source, line=line, code="too-large")
    try:
        _check_events(text, source)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = " ".join(filter(None, (error.context, error.problem)))
        raise InputError(f"not YAML: {problem}", source=source, line=mark.line + 1 if mark else None, code="bad-yaml") from error
    except yaml.YAMLError as error:
        raise InputError(f"not YAML: {' '.join(str(error).split())}", source=source, line=1, code="bad-yaml") from error
    lines: dict[Path, int] = {(): 1}
    value = _plain(node, (), lines, source) if node is not None else None
    return Document(value, lines, source)


def written(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """`value` as YAML that `parse` reads as the same value."""
    return str(yaml.dump(value, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=150))


class _Plain(yaml.SafeDumper):
    """Writes what `parse` takes: no aliases, and text quoted wherever YAML 1.1 or our reading of it would take it for something else."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401, ARG002 - the vendor's signature
        """Write every value out."""
        return True


def _text_written(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    if "\n" in text.strip("\n"):
        style: str | None = "|"
    else:
        style = '"' if text in _WORDS or _INT.match(text) or _FLOAT.match(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Plain.add_representer(str, _text_written)


def _check_events(text: str, source: str) -> None:
    """Refuse depth, aliases, anchors, tags and second documents on the event stream, before anything is built."""
    depth = documents = 0
    for values, event in enumerate(yaml.parse(text, Loader=yaml.SafeLoader), 1):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise InputError("anchors and aliases are not allowed", "write the value out", source=source, line=line, code="bad-yaml")
        tag = getattr(event, "tag", None)
        if tag:
            raise InputError(f"the tag '{tag}' is not allowed", "write plain values", source=source, line=line, code="bad-yaml")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        documents += isinstance(event, yaml.DocumentStartEvent)
        if depth > MAX_DEPTH:
            raise InputError(
                f"nested more than {MAX_DEPTH} deep",
                "a recipe is nested no deeper than steps and their lists",
                source=source,
                line=line,
                code="bad-yaml",
            )
        if values > MAX_VALUES:
            raise InputError(f"more than {MAX_VALUES} values", "a recipe or template holds no data", source=source, line=line, code="bad-yaml")
        if documents > 1:
            raise InputError("more than one document in the file", "one file, one recipe or template", source=source, line=line, code="bad-yaml")


def _plain(node: yaml.Node, path: Path, lines: dict[Path, int], source: str) -> Any:  # noqa: ANN401 - any JSON value
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, n), lines, source) for n, item in enumerate(node.value)]
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node, source)
    mapping: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise InputError("a key must be a word", source=source, line=line, code="bad-yaml")
        key = _text(key_node, source)
        if key in mapping:
            raise InputError(f"'{key}' is given twice", "keep one", source=source, line=line, code="bad-yaml")
        mapping[key] = _plain(value_node, (*path, key), lines, source)
        lines[(*path, key)] = line
    return mapping


def _scalar(node: yaml.ScalarNode, source: str) -> Any:  # noqa: ANN401
    text = _text(node, source)
    if node.style is not None:  # quoted or a block: always text
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.match(text):
        return int(text)
    return float(text) if _FLOAT.match(text) else text


def _text(node: yaml.ScalarNode, source: str) -> str:
    """The scalar's text. JSON writes characters beyond U+FFFF as two escapes, which pyyaml leaves apart: they are joined; half of one is refused."""
    try:
        return str(node.value).encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError as error:
        raise InputError(
            "half a character (a lone surrogate)", "write the character", source=source, line=node.start_mark.line + 1, code="bad-yaml"
        ) from error
