"""The owner of huggingface_hub: `python -m indexing.models.hub REPOSITORY REVISION FOLDER FILE…` fetches files, in a process that can be stopped."""

from __future__ import annotations

import os
import sys


def main(arguments: list[str]) -> int:
    """Fetch the files; the hub's own client resumes what was cut. Says one line and returns 1 where it fails."""
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ.setdefault("HF_HUB_ETAG_TIMEOUT", "10")
    from huggingface_hub import hf_hub_download

    repository, revision, folder, *names = arguments
    try:
        for name in names:
            hf_hub_download(repository, name, revision=revision, local_dir=folder)
    except Exception as error:  # noqa: BLE001 - this process only hands the reason to the one that started it
        first = (str(error).strip().splitlines() or [""])[0]
        sys.stderr.write(f"ERROR: {type(error).__name__}: {first}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
