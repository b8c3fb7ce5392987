"""Embedders; `EMBEDDERS` lists them by runtime. Which model a runtime loads is said by the model registry or a path."""

from indexing.plugins import Table

EMBEDDERS = Table(
    "embedder runtime",
    {
        "openvino": "indexing.embedders.openvino:OpenVinoEmbedder",
        "onnx": "indexing.embedders.onnx:OnnxEmbedder",
        "sentence-transformers": "indexing.embedders.sentence_transformers:SentenceTransformersEmbedder",
    },
)
