"""A build in a process of its own, for tests that kill it: `python -m tests.kits.build_process CORPUS INDEX [FILE_LIMIT_BYTES]`."""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

from indexing import batches
from indexing.build import build
from indexing.errors import PriorArtError
from tests.kits.hash_embedder import HashEmbedder


class Slow(HashEmbedder):
    """Takes its time, so that a kill lands in the middle of the work."""

    def encode_passages(self, texts):
        time.sleep(0.01)
        return super().encode_passages(texts)


def main(corpus: str, index: str, limit: str = "") -> int:
    """Build; print that it begins; on a fault print it and return its exit code."""
    batches.BATCH_WINDOWS = 40
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    try:
        build([Path(corpus)], Path(index), Slow())
    except PriorArtError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
