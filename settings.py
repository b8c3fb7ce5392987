"""Settings say where things are and who answers: `priorart.toml` < environment (`PRIORART_…`) < flags. Only doors read them.

What changes a result (k, weights, prompts, the shape of an answer) is in a recipe, never here.
"""

from __future__ import annotations

from pathlib import Path

import platformdirs
from pydantic import BaseModel, Field
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource


class Endpoint(BaseModel):
    """A language model at an address: `[llms.office]` in priorart.toml. `api_key_env` names the variable that holds the key."""

    provider: str
    model: str
    base_url: str | None = None
    api_key_env: str | None = None
    context_tokens: int = Field(default=8192, ge=512)
    timeout_seconds: float = Field(default=120.0, gt=0)


class Settings(BaseSettings):
    """Where and who. Every field can be set by `PRIORART_` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="PRIORART_", env_nested_delimiter="__", toml_file="priorart.toml", extra="forbid")

    index: Path = Path("var/index")
    """The index that is searched where no `--index` is given."""
    models: Path = Path(platformdirs.user_cache_dir("priorart")) / "models"
    """Where model files lie; `priorart models pull` fills it."""
    records: Path = Path(platformdirs.user_state_dir("priorart")) / "records"
    """Where search records are kept (content with mode 0600)."""
    saved: Path = Path(platformdirs.user_state_dir("priorart")) / "saved"
    """Where saved searches are kept (mode 0600: each holds a case)."""
    anchor: Path | None = None
    """A file, best on another disk, that says after each record where the chain of records ends: it shows when the chain's tail is cut."""
    recipes: Path | None = None
    """A folder of the office's own recipes, beside those shipped."""
    viewer: str = "http://127.0.0.1:8501"
    """Base address of the app, for links to passages."""
    llm: str = "auto"
    """The language model: a name of data/models.toml or of `[llms.…]`, `auto` (the embedded one where it is there, else none) or `none`."""
    llms: dict[str, Endpoint] = Field(default_factory=dict)
    """Language models at addresses, by name."""
    embedder: str = "all-MiniLM-L6-v2"
    """The embedder that new indexes are built with: a name of data/models.toml, a folder, or a hub name."""
    recipe: str = "hybrid"
    """The recipe where no `--recipe` is given."""
    threads: int | None = None
    """Processor threads for encoding and the embedded language model; None: all cores."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags, then environment, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)
