"""An exporter that counts how often it ran, for tests of what `indexing.exports` keeps. Run as a program, as the real ones are."""

import sys
from pathlib import Path

if __name__ == "__main__":
    model, pooling, target = sys.argv[1:]
    if pooling == "broken":
        sys.exit("cannot be exported")
    with (Path(model) / "runs").open("a") as log:
        log.write("x")
    (Path(target) / "graph").write_text(f"graph of {pooling}")
