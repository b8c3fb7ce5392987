"""Is everything in place on this machine? Each check says what it found and, where something is missing, what to do."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import platform
import shutil
import sys
from typing import TYPE_CHECKING, Any

from indexing.errors import PriorArtError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from indexing.models.registry import Registry

NEEDED = ("faiss-cpu", "tantivy", "openvino", "tokenizers", "pypdfium2", "pypdf", "langchain-openai", "xllamacpp", "streamlit")
PYTHON = (3, 11)
FREE_BYTES = 4_000_000_000


def finding(check: str, found: str, *, ok: bool = True, hint: str = "") -> dict[str, Any]:
    """One line of the examination: `{"check","ok","found","hint"}`."""
    return {"check": check, "ok": ok, "found": found, "hint": "" if ok else hint}


def check_python() -> dict[str, Any]:
    """The interpreter and the processor."""
    found = f"{platform.python_version()} on {platform.machine()}"
    return finding("python", found, ok=sys.version_info[:2] >= PYTHON, hint="install Python 3.11 or newer")


def check_packages() -> Iterator[dict[str, Any]]:
    """The packages that searching and serving need; nothing is imported."""
    for name in NEEDED:
        try:
            yield finding(f"package {name}", importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            yield finding(f"package {name}", "missing", ok=False, hint="pip install -r requirements.txt")


def check_models(registry: Registry) -> Iterator[dict[str, Any]]:
    """The models of the registry; only the default embedder has to be here."""
    for row in registry.describe():
        needed = row["name"] == registry.default("embedder").name
        state = str(row["state"])
        yield finding(f"model {row['name']}", state, ok=state == "present" or not needed, hint=f"priorart models pull {row['name']}")


def check_index(folder: Path, registry: Registry) -> dict[str, Any]:
    """The index that would be searched."""
    from assistant.opening import open_index

    try:
        info = open_index(folder, registry).info()
    except PriorArtError as fault:
        return finding("index", fault.message, ok=False, hint=fault.hint)
    return finding("index", f"{folder}: generation {info['generation']}, {info['documents']} documents, {info['passages']} passages")


def check_folder(name: str, folder: Path) -> dict[str, Any]:
    """A folder that must be there or can be made, on a disk with room."""
    nearest = next(p for p in (folder.absolute(), *folder.absolute().parents) if p.exists())
    free = shutil.disk_usage(nearest).free
    return finding(f"{name} folder", f"{folder} ({free / 1e9:.0f} GB free)", ok=free > FREE_BYTES, hint="make room: a language model takes 1.1 GB")


def check_llm(name: str, registry: Registry) -> dict[str, Any]:
    """Which language model would answer."""
    from assistant.opening import choose_llm

    try:
        llm, note = choose_llm(name, registry, {})
    except PriorArtError as fault:
        return finding("language model", fault.message, ok=False, hint=fault.hint)
    return finding("language model", llm.identity if llm else (note or "none, by choice: answers are extractive"))


def examine(*, index: Path, models: Path, records: Path, llm: str) -> list[dict[str, Any]]:
    """Every check, in the order in which one would mend what is wrong."""
    from assistant.opening import open_registry

    registry = open_registry(models)
    rows = [check_python(), *check_packages(), check_folder("models", models), *check_models(registry)]
    return [*rows, check_index(index, registry), check_folder("records", records), check_llm(llm, registry)]
