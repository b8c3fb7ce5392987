"""Recipe steps; `STEPS` lists them. One file each, pure functions of their inputs and the generation."""

from indexing.plugins import Table

STEPS = Table(
    "recipe step",
    {
        "rewrite.whole": "assistant.steps.rewrite_whole:RewriteWhole",
        "rewrite.terms": "assistant.steps.rewrite_terms:RewriteTerms",
        "rewrite.features": "assistant.steps.rewrite_features:RewriteFeatures",
        "rewrite.boolean": "assistant.steps.rewrite_boolean:RewriteBoolean",
        "search.words": "assistant.steps.search_words:SearchWords",
        "search.boolean": "assistant.steps.search_boolean:SearchBoolean",
        "search.meaning": "assistant.steps.search_meaning:SearchMeaning",
        "fuse.rrf": "assistant.steps.fuse_rrf:FuseRrf",
        "group.documents": "assistant.steps.group_documents:GroupDocuments",
        "filter.own_family": "assistant.steps.filter_own_family:FilterOwnFamily",
        "filter.depth": "assistant.steps.filter_depth:FilterDepth",
    },
)
