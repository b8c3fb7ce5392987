"""The child processes that hold embedded language models: one a model, shared by all callers of this process, started at the first call."""

from __future__ import annotations

import atexit
import json
import secrets
import select
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from indexing.child import child_environment, end_child, module_command
from indexing.errors import LLMFault

if TYPE_CHECKING:
    from pathlib import Path

    from indexing.control import Control

STARTUP_SECONDS = 180.0
# Threads that wait for one another sleep instead of spinning: with other work on the same two cores, spinning made it 15 times slower (measured).
_ENVIRONMENT = {"OMP_WAIT_POLICY": "passive"}


@dataclass(frozen=True, slots=True)
class ModelFile:
    """What a process serves: the GGUF file, its context in tokens, the processor threads."""

    weights: Path
    context_tokens: int
    threads: int


class LlamaProcess:
    """One model's process. `address` starts it where it does not run; safe to call from many threads."""

    def __init__(self, model: ModelFile) -> None:
        self._model = model
        self._key = secrets.token_urlsafe(32)
        self._starting = threading.Lock()
        self._child: subprocess.Popen[str] | None = None
        self._log: IO[str] | None = None
        self._address = ""
        self.starts = 0

    @property
    def key(self) -> str:
        """The key without which the server answers nobody."""
        return self._key

    @property
    def pid(self) -> int | None:
        """The process's id while it runs."""
        return self._child.pid if self.running and self._child else None

    @property
    def running(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def address(self, control: Control) -> str:
        """`http://127.0.0.1:PORT`. Raises `LLMFault` where the model does not load in time, `Cancelled` when stopped."""
        while not self._starting.acquire(timeout=0.2):
            control.check()
        try:
            if not self.running:
                self._start(control)
            return self._address
        finally:
            self._starting.release()

    def _start(self, control: Control) -> None:
        self.starts += 1
        self.close()
        self._log = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115 - closed with the process
        child = subprocess.Popen(  # noqa: S603 - our own interpreter with our own module
            module_command("assistant.serving.llama_server"),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True, env=child_environment(**_ENVIRONMENT),
        )  # fmt: skip
        self._child = child
        config = {"model": str(self._model.weights), "context": self._model.context_tokens, "threads": self._model.threads, "key": self._key}
        try:
            self._address = self._greeting(child, config, control)
        except BaseException:
            self.close()
            raise

    def _greeting(self, child: subprocess.Popen[str], config: dict[str, object], control: Control) -> str:
        assert child.stdin
        assert child.stdout
        deadline = time.monotonic() + STARTUP_SECONDS
        try:
            child.stdin.write(json.dumps(config) + "\n")
            child.stdin.flush()
        except BrokenPipeError:  # it is dead already; its log says why
            child.wait()
        while time.monotonic() < deadline:
            control.check()
            ready, _, _ = select.select([child.stdout], [], [], 0.2)
            if ready:
                line = child.stdout.readline()
                if line:
                    return str(json.loads(line)["address"])
                child.wait()
                raise LLMFault(
                    f"the language model {self._model.weights.name} did not start",
                    self._reason() or "priorart models verify tells whether it is whole",
                )
        raise LLMFault(
            f"the language model {self._model.weights.name} did not start within {STARTUP_SECONDS:.0f} seconds", "is memory short?", retry=True
        )

    def _reason(self) -> str:
        if not self._log:
            return ""
        self._log.seek(0)
        lines = [line.strip() for line in self._log if line.strip()]
        return lines[-1] if lines else ""

    def close(self) -> None:
        """End the process and free its memory."""
        if self._child:
            end_child(self._child)
            for stream in (self._child.stdin, self._child.stdout):
                if stream:
                    stream.close()
            self._child = None
        if self._log:
            self._log.close()
            self._log = None


_shared: dict[ModelFile, tuple[LlamaProcess, int]] = {}
_lock = threading.Lock()


def acquire(model: ModelFile) -> LlamaProcess:
    """The one process of `model` in this house; counts who holds it. Starts nothing yet."""
    with _lock:
        process, holders = _shared.get(model) or (LlamaProcess(model), 0)
        _shared[model] = (process, holders + 1)
        return process


def release(model: ModelFile) -> None:
    """Give the process back; the last holder ends it."""
    with _lock:
        process, holders = _shared.pop(model)
        if holders > 1:
            _shared[model] = (process, holders - 1)
            return
    process.close()


@atexit.register
def _end_all() -> None:
    for process, _ in list(_shared.values()):
        process.close()
