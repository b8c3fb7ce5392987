"""The real assistant over the small index of real patents, without a language model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from assistant.assistant import Assistant


@pytest.fixture(scope="package")
def assistant(small_index: Path, models_folder: Path) -> Iterator[Assistant]:
    from assistant.assistant import Assistant
    from assistant.opening import open_index, open_registry

    with open_index(small_index, open_registry(models_folder)) as index:
        yield Assistant(index)
