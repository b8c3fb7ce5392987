"""Language models; `LLMS` lists them by provider. Every provider answers through LangChain's chat-model interface."""

from indexing.plugins import Table

LLMS = Table(
    "language model provider",
    {
        "llamacpp": "assistant.llms.llamacpp:LlamaCpp",
        "openai": "assistant.llms.openai:OpenAICompatible",
        "ollama": "assistant.llms.ollama:Ollama",
        "huggingface": "assistant.llms.huggingface:HuggingFace",
    },
)
