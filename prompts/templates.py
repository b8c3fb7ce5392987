"""Prompt templates are data with a version: `prompts/templates/*.yaml`. A released version never changes (see `released.lock`)."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from indexing.canonical import sha256
from indexing.errors import InputError, UsageError
from indexing.plugins import nearest
from prompts.checking import check
from prompts.model import PLACEHOLDER, Template
from prompts.yaml_text import Document, parse

FOLDER = Path(__file__).parent / "templates"

_TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["id", "version", "title", "placeholders", "system", "user"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "string", "pattern": "^[a-z][a-z0-9-]*$"},
        "version": {"type": "integer", "minimum": 1},
        "title": _TEXT,
        "notes": {"type": "string"},
        "placeholders": {"type": "array", "items": {"type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*$"}, "uniqueItems": True},
        "system": _TEXT,
        "user": _TEXT,
        "reply": {"type": "object"},
    },
}


def load_template(name: str, folder: Path | None = None) -> Template:
    """The template `id@version`, or the newest version of `id`: one of those shipped, or in `folder` (an office's own).

    Raises `UsageError` with the nearest names for an unknown one, `InputError` where `folder` holds another text under a shipped name.
    """
    known = shipped() | (own(folder) if folder else {})
    wanted = name if "@" in name else max((t for t in known.values() if t.id == name), key=lambda t: t.version, default=None)
    template = wanted if isinstance(wanted, Template) else known.get(name)
    if template is None:
        raise UsageError(f"unknown prompt template '{name}'", nearest(name, list(known)))
    return template


@functools.cache
def shipped() -> dict[str, Template]:
    """All templates that come with the product, by `id@version`. Raises `InputError` for a bad file."""
    templates = [read_template(path) for path in sorted(FOLDER.glob("*.yaml"))]
    return {t.name: t for t in templates}


def own(folder: Path) -> dict[str, Template]:
    """The templates in an office's folder, by `id@version`. Raises `InputError` for a bad one, or another text under a shipped name."""
    templates: dict[str, Template] = {}
    for path in sorted(folder.glob("*.yaml")):
        template = read_template(path)
        other = shipped().get(template.name) or templates.get(template.name)
        if other and other.sha256 != template.sha256:
            raise InputError(f"there is another template {template.name}", "raise its version", source=str(path), code="bad-template")
        templates[template.name] = template
    return templates


def read_template(path: Path) -> Template:
    """The template in one file, checked. Raises `InputError` with file and line."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("cannot be read as UTF-8 text", "mend the file or take it away", source=str(path), code="bad-template") from error
    return template_from_text(text, path.name)


def template_from_text(text: str, source: str) -> Template:
    """The template in `text`; `source` names it in errors."""
    document = parse(text, source)
    check(document, SCHEMA)
    value = document.value
    _check_placeholders(document)
    if "reply" in value:
        _check_reply(document)
    return Template(
        id=value["id"],
        version=value["version"],
        title=value["title"],
        system=value["system"],
        user=value["user"],
        placeholders=tuple(value["placeholders"]),
        reply=value.get("reply"),
        notes=value.get("notes", ""),
        sha256=sha256(text.encode()),
        text=text,
    )


def _check_placeholders(document: Document) -> None:
    value = document.value
    declared, used = set(value["placeholders"]), set()
    for field in ("system", "user"):
        for match in PLACEHOLDER.finditer(value[field]):
            used.add(match.group(1))
            if match.group(1) not in declared:
                raise document.fault(f"the placeholder '{match.group(1)}' is not declared", nearest(match.group(1), sorted(declared)), (field,))
    if declared - used:
        raise document.fault(f"the placeholder '{min(declared - used)}' is declared but not used", "use it or take it out", ("placeholders",))


def _check_reply(document: Document) -> None:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError

    try:
        Draft202012Validator.check_schema(document.value["reply"])
    except SchemaError as error:
        raise document.fault(f"'reply' is no JSON Schema: {error.message[:120]}", "", ("reply",)) from error
