"""What a run's figures rest on: the machine and the versions of what computed them."""

from __future__ import annotations

import importlib.metadata
import os
import platform

_PACKAGES = ("priorart", "ir_measures", "pytrec-eval-terrier", "numpy", "tantivy", "faiss-cpu", "openvino", "onnxruntime", "tokenizers")


def machine() -> dict[str, object]:
    """System, architecture, processors and Python of this machine. No names of people or hosts."""
    return {"system": platform.system(), "machine": platform.machine(), "processors": os.cpu_count(), "python": platform.python_version()}


def versions() -> dict[str, str]:
    """Versions of the installed packages that search and measure."""
    found: dict[str, str] = {}
    for name in _PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found
