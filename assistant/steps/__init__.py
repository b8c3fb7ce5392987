"""Recipe steps; `STEPS` lists them. One file each, pure functions of their inputs and the generation."""

from indexing.plugins import Table

STEPS = Table(
    "recipe step",
    {
        "rewrite.whole": "assistant.steps.rewrite_whole:RewriteWhole",
        "rewrite.terms": "assistant.steps.rewrite_terms:RewriteTerms",
        "rewrite.features": "assistant.steps.rewrite_features:RewriteFeatures",
        "search.words": "assistant.steps.search_words:SearchWords",
        "search.meaning": "assistant.steps.search_meaning:SearchMeaning",
        "feedback.rocchio": "assistant.steps.feedback_rocchio:FeedbackRocchio",
        "feedback.rm3": "assistant.steps.feedback_rm3:FeedbackRm3",
        "fuse.rrf": "assistant.steps.fuse_rrf:FuseRrf",
        "fuse.weighted": "assistant.steps.fuse_weighted:FuseWeighted",
        "fuse.round_robin": "assistant.steps.fuse_round_robin:FuseRoundRobin",
        "group.documents": "assistant.steps.group_documents:GroupDocuments",
        "group.families": "assistant.steps.group_families:GroupFamilies",
        "filter.own_family": "assistant.steps.filter_own_family:FilterOwnFamily",
        "filter.depth": "assistant.steps.filter_depth:FilterDepth",
    },
)
