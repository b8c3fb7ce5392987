"""What every embedder keeps to, whatever its runtime. Oracles are plain numpy and the tokenizer's own count."""

import numpy as np

TEXTS = (
    "A hair dryer comprising a housing, a fan driven by a motor, and a heating element arranged downstream of the fan.",
    "Hair drying device with a blower and a heater.",
    "A method of brewing beer, wherein wort is boiled with hops and fermented at 12 degrees Celsius.",
    "",
    "Ω-shaped spring; Größe 5 µm; 発明の名称 ヘアドライヤー",
    "valve " * 600,
)


def check_vectors(embedder) -> None:
    """Shape, type and length of vectors; the order of texts is kept whatever order they were computed in."""
    vectors = embedder.encode_passages(TEXTS)
    assert vectors.shape == (len(TEXTS), embedder.dimension)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=5e-3)
    for text, vector in zip(TEXTS, vectors, strict=True):
        assert float(embedder.encode_passages([text])[0] @ vector) > 0.999


def check_meaning(embedder) -> None:
    """Texts about the same thing are nearer than texts about others."""
    dryer, same, beer = embedder.encode_passages(TEXTS[:3])
    assert dryer @ same > 0.5 > dryer @ beer


def check_queries_alone(embedder) -> None:
    """A query's vector is bit for bit the same alone, among others, and asked again."""
    alone = np.concatenate([embedder.encode_queries([t]) for t in TEXTS])
    together = embedder.encode_queries(TEXTS)
    backwards = embedder.encode_queries(TEXTS[::-1])[::-1]
    assert alone.tobytes() == together.tobytes() == backwards.tobytes()


def check_nothing(embedder) -> None:
    """No texts give no vectors, of the right width."""
    assert embedder.encode_passages([]).shape == (0, embedder.dimension)
    assert embedder.encode_queries([]).shape == (0, embedder.dimension)
    assert embedder.windows(" \n ") == []


def check_identity(embedder) -> None:
    """The identity says name, weights and precision."""
    name, _, rest = embedder.identity.partition("@sha256:")
    digest, _, precision = rest.partition("/")
    assert name == embedder.name
    assert len(digest) == 64
    assert precision in {"fp32", "bf16", "int8"}


def check_windows(embedder, text: str) -> None:
    """Windows are in order, do not overlap, leave only space between them, and hold no more tokens than the model takes."""
    windows = embedder.windows(text)
    ends = [0, *(end for _, end in windows)]
    starts = [*(start for start, _ in windows), len(text)]
    for end, start in zip(ends, starts, strict=True):
        assert not text[end:start].strip()
        assert end <= start
    counts = embedder.count_tokens([text[a:b] for a, b in windows])
    assert all(count <= embedder.max_tokens for count in counts)
    assert windows == embedder.windows(text)
