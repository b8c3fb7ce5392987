"""The registry that tests run real models from: the default folder, filled by `priorart models pull`."""

from pathlib import Path

import pytest

from indexing.models.registry import Registry
from settings import Settings

ROOT = Path(__file__).resolve().parents[2]


def registry() -> Registry:
    return Registry(ROOT / "data" / "models.toml", Settings().models)


def needed(name: str) -> Registry:
    """The registry, where `name` is here; else the test is left out, visibly."""
    found = registry()
    if found.state(name).status != "present":
        pytest.skip(f"{name} is not here: priorart models pull {name}")
    return found
