"""The rules of the house, proved from the code (docs/architecture.md)."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from indexing.plugins import Table
from tests.house import DOORS, FAMILIES, FLOORS, HEAVY, ROOT, Module, functions, imports, modules

if TYPE_CHECKING:
    from pathlib import Path

TABLES = {
    "indexing.readers": "READERS",
    "indexing.embedders": "EMBEDDERS",
    "assistant.steps": "STEPS",
    "assistant.llms": "LLMS",
    "assistant.exporters": "EXPORTERS",
    "eval.datasets": "DATASETS",
    "eval.systems": "SYSTEMS",
    "eval.reports.formats": "FORMATS",
    "eval.attribution.layouts": "LAYOUTS",
    "eval.attribution.judges": "JUDGES",
}


def assert_none(places: list[str]) -> None:
    assert not places, "\n".join(places)


def test_imports_run_downhill() -> None:
    """Doors > eval > assistant > prompts > indexing; no room imports a higher one, not even inside a function or for its types."""
    assert_none(
        [
            f"{module}:{i.line} imports {i.module}"
            for module in modules()
            if module.room in FLOORS
            for i in imports(module)
            if FLOORS.get(i.root, -1) > FLOORS[module.room] or i.root in DOORS
        ]
    )


def test_no_import_is_relative() -> None:
    """A reader sees from the import alone which room a name comes from."""
    assert_none([f"{m}:{i.line}" for m in modules() for i in imports(m) if i.module.startswith(".")])


def test_siblings_of_a_plugin_family_do_not_import_one_another() -> None:
    """What plugins share stands beside their folder, so that each can be taken out."""
    wrong = []
    for module in modules():
        family = next((f for f in FAMILIES if str(module.path.parent) == f), None)
        if family and module.path.name != "__init__.py":
            package = family.replace("/", ".")
            wrong += [f"{module}:{i.line} imports {i.module}" for i in imports(module) if i.module.startswith(f"{package}.")]
    assert_none(wrong)


def test_measures_and_comparison_do_not_know_the_assistant() -> None:
    """Runs from anywhere can be judged."""
    judges = [m for m in modules() if m.path.parts[0] == "eval" and m.path.stem in {"measures", "compare", "trec", "pres"}]
    assert judges
    assert_none([f"{m}:{i.line}" for m in judges for i in imports(m) if i.root == "assistant"])


def test_streamlit_stays_at_its_door() -> None:
    """Only app.py and pages/ draw."""
    assert_none([f"{m}:{i.line}" for m in modules() if m.room not in {"app", "pages"} for i in imports(m) if i.root == "streamlit"])


def test_no_heavy_vendor_is_imported_at_module_level_below_the_doors() -> None:
    """Torch, faiss and their like load inside the function that needs them."""
    heavy = {*HEAVY, "langchain", "langchain_core", "langchain_openai", "langchain_community"}
    assert_none([f"{m}:{i.line} imports {i.module}" for m in modules() if m.room in FLOORS for i in imports(m) if i.top and i.root in heavy])


def allowed_in_init(node: ast.stmt) -> bool:
    """A docstring, the imports that a table needs, a table or tuple of names."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.ImportFrom):
        return node.module in {"__future__", "indexing.plugins"}
    return isinstance(node, ast.Assign) and all(isinstance(t, ast.Name) and t.id.isupper() for t in node.targets)


def test_package_files_hold_a_docstring_or_a_table() -> None:
    """No library lives in an `__init__.py`."""
    assert_none([f"{m}:{n.lineno}" for m in modules() if m.path.name == "__init__.py" for n in m.tree.body if not allowed_in_init(n)])


def test_modules_and_functions_keep_their_size() -> None:
    """No module over 400 lines, no function over 60."""
    long = [f"{m} has {m.lines} lines" for m in modules() if m.lines > 400]
    for module in modules():
        long += [f"{module}:{f.lineno} {f.name}" for f in functions(module) if (f.end_lineno or 0) - f.lineno + 1 > 60]
    assert_none(long)


def handlers(module: Module) -> list[ast.ExceptHandler]:
    return [n for n in ast.walk(module.tree) if isinstance(n, ast.ExceptHandler)]


def test_no_exception_is_swallowed() -> None:
    """A bare `except`, or `except Exception: pass`, hides what a person must know."""
    assert_none(
        [
            f"{m}:{h.lineno}"
            for m in modules()
            for h in handlers(m)
            if h.type is None
            or (ast.unparse(h.type) in {"Exception", "BaseException"} and all(isinstance(n, ast.Pass | ast.Continue) for n in h.body))
        ]
    )


def test_nothing_is_pickled() -> None:
    """No pickle anywhere: an index from another office must never run code."""
    banned = {"pickle", "cPickle", "dill", "joblib", "shelve", "marshal", "cloudpickle"}
    assert_none([f"{m}:{i.line} imports {i.module}" for m in modules() for i in imports(m) if i.root in banned])


@pytest.mark.parametrize("package", sorted([*FLOORS, *TABLES]))
def test_importing_a_package_loads_no_heavy_vendor(package: str) -> None:
    """Importing `package` and every light module in it leaves torch, faiss, tantivy, langchain and streamlit unloaded."""
    probe = (
        f"import sys, {package}\n"
        f"bad = [n for n in sys.modules if n.split('.')[0] in {HEAVY!r} or n.startswith('langchain')]\nsys.exit(str(bad[:5]) if bad else 0)"
    )
    done = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_importing_every_module_below_the_doors_loads_no_heavy_vendor() -> None:
    """Not only the packages: each of their modules can be imported without a vendor."""
    names = [str(m.path.with_suffix("")).replace("/", ".").removesuffix(".__init__") for m in modules() if m.room in FLOORS]
    probe = (
        f"import importlib, sys\nfor n in {names!r}: importlib.import_module(n)\n"
        f"bad = [n for n in sys.modules if n.split('.')[0] in {HEAVY!r} or n.startswith('langchain')]\nsys.exit(str(bad[:5]) if bad else 0)"
    )
    done = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("package", "attribute"), sorted(TABLES.items()))
def test_every_plugin_of_a_table_is_one_file_of_its_own(package: str, attribute: str) -> None:
    """Each entry names `module:attribute`, the module stands in the family's folder, and no file there is unlisted."""
    table = getattr(importlib.import_module(package), attribute)
    assert isinstance(table, Table)
    folder = ROOT / package.replace(".", "/")
    files = {target.partition(":")[0] for target in table.values()}
    assert {f"{package}.{p.stem}" for p in folder.glob("*.py") if p.stem != "__init__"} == files


@pytest.mark.parametrize("folder", sorted({p.parent for p in (ROOT / "tests").rglob("*.py")}))
def test_every_folder_of_tests_is_a_package(folder: Path) -> None:
    """Else `tests/eval` would shadow `eval`."""
    assert (folder / "__init__.py").is_file()
