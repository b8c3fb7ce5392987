"""The owner of xllamacpp, and a program: `python -m assistant.serving.llama_server` serves one model on loopback until its parent goes.

It reads one line of JSON from standard input (`model`, `context`, `threads`, `key`: so that the key is on no command line and in no environment),
answers with one line (`address`), and ends when standard input closes or its parent is gone. A crash or a kill takes nothing else down.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from typing import Any

_BATCH = 64
"""Tokens of a prompt that are read at once. The server looks for a stopped request between two batches, so this is a second or two, not a minute."""


def serve(config: dict[str, Any]) -> Any:  # noqa: ANN401 - the vendor's server, which has no types
    """Start the server in this process; it serves as long as the object lives. Nothing but chat is open: no page, no slots, no metrics."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = config["model"]
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [config["key"]]
    params.ui = False
    params.endpoint_slots = False
    params.endpoint_metrics = False
    params.n_ctx = config["context"]
    params.n_parallel = 1
    params.cache_ram_mib = 0  # else up to 8 GB of old prompts stay in memory
    params.cache_idle_slots = False
    params.verbosity = 0
    params.n_batch = params.n_ubatch = _BATCH
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = config["threads"]
    return xllamacpp.Server(params)


def _end_with(parent: int) -> None:
    """End this process as soon as `parent` is gone; not prctl's death signal, which fires when the parent's starting thread ends."""
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(0)


def main() -> None:
    """Serve until standard input closes."""
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    config = json.loads(sys.stdin.readline())
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever the library prints goes to the log, not among the answers
    server = serve(config)
    answers.write(json.dumps({"address": str(server.listening_address)}) + "\n")
    answers.flush()
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
