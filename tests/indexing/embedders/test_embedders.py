"""Every runtime of the table under one kit, with the default model."""

import subprocess
import sys

import numpy as np
import pytest

from indexing.child import child_environment
from indexing.embedders import EMBEDDERS
from indexing.embedding import open_embedder
from indexing.errors import ModelFault, UsageError
from indexing.models.registry import Registry
from tests.kits import embedders as kit
from tests.kits.models import ROOT, needed

MODEL = "all-MiniLM-L6-v2"
CHECKS = [kit.check_vectors, kit.check_meaning, kit.check_queries_alone, kit.check_nothing, kit.check_identity]
SENTENCES = " ".join(f"Claim {n}: the nozzle {n} directs air; FIG. {n} shows it." for n in range(200))
opened: dict[str, object] = {}


def embedder(runtime: str):
    if runtime not in opened:
        opened[runtime] = open_embedder(MODEL, needed(MODEL), runtime=runtime, threads=1)
    return opened[runtime]


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.__name__)
@pytest.mark.parametrize("runtime", EMBEDDERS)
def test_a_listed_runtime_keeps_to_the_kit(runtime, check):
    check(embedder(runtime))


@pytest.mark.parametrize("runtime", EMBEDDERS)
def test_windows_cover_a_long_text_and_fit_the_model(runtime):
    kit.check_windows(embedder(runtime), SENTENCES)
    kit.check_windows(embedder(runtime), "気" * 900)
    kit.check_windows(embedder(runtime), "supercalifragilistic" * 4 + " " + "x1y2-" * 500)


@pytest.mark.parametrize(("runtime", "least"), [("openvino", 0.999), ("onnx", 0.99999)])
def test_a_fast_runtime_gives_what_sentence_transformers_gives(runtime, least):
    texts = [t for t in kit.TEXTS if t] + [SENTENCES[n : n + 700] for n in range(0, 4200, 600)]
    oracle = embedder("sentence-transformers").encode_passages(texts)
    cosines = np.sum(oracle * embedder(runtime).encode_passages(texts), axis=1)
    assert cosines.min() >= least


def test_all_runtimes_cut_at_the_same_places():
    cuts = [embedder(r).windows(SENTENCES) for r in EMBEDDERS]
    assert cuts[0] == cuts[1] == cuts[2]
    assert len(cuts[0]) > 5


def test_openvino_is_taken_where_it_is_installed():
    assert type(open_embedder(MODEL, needed(MODEL), threads=1)).__name__ == "OpenVinoEmbedder"


def test_a_folder_is_a_model_too():
    registry = needed(MODEL)
    by_path = open_embedder(str(registry.path(MODEL)), registry, threads=1)
    assert by_path.identity == open_embedder(MODEL, registry, threads=1).identity
    assert by_path.max_tokens == 256


def test_serving_loads_no_torch_and_sends_nothing(tmp_path):
    """A process that encodes has neither torch nor OpenVINO's telemetry, leaves no consent file in its home, and opens no connection."""
    registry = needed(MODEL)
    code = f"""
import socket, sys
def refuse(*_): raise AssertionError("a connection was tried")
socket.socket.connect = socket.socket.connect_ex = refuse
socket.getaddrinfo = refuse
from pathlib import Path
from indexing.embedding import open_embedder
from indexing.models.registry import Registry
registry = Registry(Path({str(ROOT / "data" / "models.toml")!r}), Path({str(registry.folder)!r}))
open_embedder({MODEL!r}, registry, runtime="openvino", threads=1).encode_queries(["a nozzle"])
assert "torch" not in sys.modules and "transformers" not in sys.modules
assert not sys.modules.get("openvino_telemetry")
"""
    run = subprocess.run([sys.executable, "-c", code], env=child_environment(HOME=str(tmp_path)), capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert list(tmp_path.iterdir()) == []


def test_exporting_sends_nothing(tmp_path):
    """The conversion itself, which is what OpenVINO's telemetry counts, leaves no client id in a new home and opens no connection."""
    registry = needed(MODEL)
    code = f"""
import socket
def refuse(*_): raise AssertionError("a connection was tried")
socket.socket.connect = socket.socket.connect_ex = refuse
socket.getaddrinfo = refuse
from pathlib import Path
from indexing.embedders.openvino import export
import sys
target = Path({str(tmp_path / "out")!r}); target.mkdir()
export(Path({str(registry.path(MODEL))!r}), "mean", target)
assert (target / "model.xml").stat().st_size > 1000
assert not sys.modules.get("openvino_telemetry")
"""
    home = tmp_path / "home"
    home.mkdir()
    environment = child_environment(HOME=str(home), HF_HUB_OFFLINE="1", CI="")
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert not (home / "intel").exists()


def test_a_missing_model_says_how_to_get_it(tmp_path):
    with pytest.raises(ModelFault, match="priorart models pull all-MiniLM-L6-v2"):
        open_embedder(MODEL, Registry(ROOT / "data" / "models.toml", tmp_path))


def test_an_unknown_model_is_answered_with_the_nearest(tmp_path):
    with pytest.raises(UsageError, match="all-MiniLM-L6-v2"):
        open_embedder("all-minilm-l6", Registry(ROOT / "data" / "models.toml", tmp_path))


def test_a_language_model_is_no_embedder(tmp_path):
    with pytest.raises(UsageError, match="not an embedder"):
        open_embedder("smollm2-135m-instruct", Registry(ROOT / "data" / "models.toml", tmp_path))


def test_a_folder_without_weights_is_refused(tmp_path):
    with pytest.raises(ModelFault, match="holds no model"):
        open_embedder(str(tmp_path), Registry(ROOT / "data" / "models.toml", tmp_path))
