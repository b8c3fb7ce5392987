"""What a runtime makes of a model once (an exported graph) and keeps: built in a child process, hashed, and
built again when its hash no longer holds.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from indexing.canonical import sha256_file
from indexing.child import child_environment, module_command, run_child
from indexing.control import Control
from indexing.errors import ModelFault
from indexing.models.files import read_json, write_json

if TYPE_CHECKING:
    from indexing.embedding_spec import EmbedderSpec

_MANIFEST = "export.json"
_RECIPE = 1
"""Counts up when the exported graph itself changes."""


def exported(spec: EmbedderSpec, runtime: str, version: str, module: str) -> Path:
    """The folder with the export of `spec` by `runtime` at `version`; made by `python -m module FOLDER POOLING TARGET` where it is not there
    or damaged.

    The child process keeps torch out of this one. Raises `ModelFault` where it fails.
    """
    folder = spec.exports / f"{spec.name}-{spec.sha256[:16]}-{runtime}-{version}-{_RECIPE}"
    if _sound(folder, spec):
        return folder
    spec.exports.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=spec.exports, prefix=".new-") as scratch:
        target = Path(scratch) / "export"
        target.mkdir()
        command = module_command(module, str(spec.folder), spec.pooling, str(target))
        code, log = run_child(command, control=Control(), environment=child_environment(HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1"))
        if code:
            reason = next((line for line in reversed(log.splitlines()) if line.strip()), "")
            raise ModelFault(f"{spec.name} could not be exported for {runtime}", reason)
        files = {p.name: {"size": p.stat().st_size, "sha256": sha256_file(p)} for p in sorted(target.iterdir())}
        write_json(target / _MANIFEST, {"model": spec.sha256, "pooling": spec.pooling, "files": files})
        if folder.exists() and not _sound(folder, spec):
            shutil.rmtree(folder)
        if not folder.exists():  # else another process was faster
            target.replace(folder)
    return folder


def _sound(folder: Path, spec: EmbedderSpec) -> bool:
    manifest = read_json(folder / _MANIFEST)
    if manifest.get("model") != spec.sha256 or manifest.get("pooling") != spec.pooling:
        return False
    return all((folder / n).is_file() and sha256_file(folder / n) == f["sha256"] for n, f in manifest.get("files", {}).items())
