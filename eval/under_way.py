"""What a command of several runs has finished, so that it goes on where it was stopped. Gone when all is done: the next call does all anew."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from eval.files import replacing
from indexing.canonical import canonical_json, sha256

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class UnderWay:
    """The names of the runs finished, in `path`, by the hash of what each follows from (`key`)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._done: dict[str, str] = self._read()

    def finished(self, name: str, key: Mapping[str, Any]) -> bool:
        """Whether the run `name` was finished by this command before it was stopped."""
        return self._done.get(name) == sha256(canonical_json(key))

    def finish(self, name: str, key: Mapping[str, Any]) -> None:
        """Write down that the run `name` is finished."""
        self._done[name] = sha256(canonical_json(key))
        with replacing(self._path) as stream:
            json.dump(self._done, stream, indent=1)

    def close(self) -> None:
        """All is done."""
        self._path.unlink(missing_ok=True)

    def _read(self) -> dict[str, str]:
        try:
            value = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(name): str(key) for name, key in value.items()} if isinstance(value, dict) else {}
