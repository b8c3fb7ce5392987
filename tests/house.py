"""The code as text: modules and the imports in them, for the tests that prove the rules of the house."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
FLOORS = {"indexing": 0, "prompts": 1, "assistant": 2, "eval": 3}
DOORS = {"app", "cli", "commands", "pages", "settings"}
FAMILIES = (
    "indexing/readers",
    "indexing/embedders",
    "assistant/steps",
    "assistant/llms",
    "assistant/exporters",
    "eval/datasets",
    "eval/systems",
    "eval/reports/formats",
    "eval/attribution/layouts",
    "eval/attribution/judges",
    "eval/attribution/changes",
)
HEAVY = ("torch", "sentence_transformers", "transformers", "faiss", "tantivy", "openvino", "onnxruntime", "xllamacpp", "streamlit", "ir_measures")


@dataclass(frozen=True, slots=True)
class Import:
    """One name that a module imports. `checked_only` is True under `if TYPE_CHECKING`, `top` where it runs on import."""

    module: str
    line: int
    top: bool
    checked_only: bool

    @property
    def root(self) -> str:
        return self.module.split(".")[0]


@dataclass(frozen=True, slots=True)
class Module:
    path: Path
    tree: ast.Module
    lines: int

    @property
    def room(self) -> str:
        return self.path.parts[0].removesuffix(".py")

    def __str__(self) -> str:
        return str(self.path)


@cache
def modules() -> tuple[Module, ...]:
    """Every Python file of the product, tests left out."""
    found = []
    for path in sorted(ROOT.rglob("*.py")):
        relative = path.relative_to(ROOT)
        if relative.parts[0].removesuffix(".py") in FLOORS.keys() | DOORS | {"data"}:
            source = path.read_text("utf-8")
            found.append(Module(relative, ast.parse(source), source.count("\n") + 1))
    return tuple(found)


def imports(module: Module) -> Iterator[Import]:
    """What `module` imports, wherever in it."""
    top = set(map(id, _running(module.tree.body)))
    checked = {id(n) for branch in ast.walk(module.tree) if _is_type_checking(branch) for n in ast.walk(branch)}
    for node in ast.walk(module.tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{'.' * node.level}{node.module or ''}"]
        for name in names:
            yield Import(name, node.lineno, id(node) in top and id(node) not in checked, id(node) in checked)


def _is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def _running(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements that run when the module is imported, class bodies and conditions included."""
    for node in body:
        yield node
        for part in ("body", "orelse", "finalbody"):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield from _running(getattr(node, part, []))


def functions(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of `module`."""
    return (n for n in ast.walk(module.tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
