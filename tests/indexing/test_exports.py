"""What a runtime makes of a model is made once, and again when it is damaged or the model is another."""

from dataclasses import replace

import pytest

from indexing.embedding_spec import EmbedderSpec
from indexing.errors import ModelFault
from indexing.exports import exported

MODULE = "tests.indexing.fake_export"


@pytest.fixture
def spec(tmp_path):
    (tmp_path / "model").mkdir()
    return EmbedderSpec("m", tmp_path / "model", "a" * 64, tmp_path / "exports", max_tokens=8, dimension=2, pooling="mean")


def runs(spec):
    return len((spec.folder / "runs").read_text())


def test_an_export_is_made_once(spec):
    first = exported(spec, "r", "1", MODULE)
    assert exported(spec, "r", "1", MODULE) == first
    assert (first / "graph").read_text() == "graph of mean"
    assert runs(spec) == 1
    assert [p.name for p in spec.exports.iterdir()] == [first.name]


def test_a_damaged_export_is_made_again(spec):
    (exported(spec, "r", "1", MODULE) / "graph").write_text("graph of meat")
    assert (exported(spec, "r", "1", MODULE) / "graph").read_text() == "graph of mean"
    assert runs(spec) == 2


def test_another_model_and_another_version_have_exports_of_their_own(spec):
    folders = {exported(s, "r", v, MODULE) for s, v in ((spec, "1"), (spec, "2"), (replace(spec, sha256="b" * 64), "1"))}
    assert len(folders) == 3


def test_an_export_that_fails_says_why_and_leaves_nothing(spec):
    with pytest.raises(ModelFault, match="cannot be exported"):
        exported(replace(spec, pooling="broken"), "r", "1", MODULE)
    assert list(spec.exports.iterdir()) == []
