"""Recipe steps; `STEPS` lists them. One file each, pure functions of their inputs and the generation."""

from indexing.plugins import Table

STEPS = Table(
    "recipe step",
    {
        "rewrite.whole": "assistant.steps.rewrite_whole:RewriteWhole",
        "rewrite.terms": "assistant.steps.rewrite_terms:RewriteTerms",
        "rewrite.features": "assistant.steps.rewrite_features:RewriteFeatures",
        "rewrite.chosen": "assistant.steps.rewrite_chosen:RewriteChosen",
        "rewrite.classes": "assistant.steps.rewrite_classes:RewriteClasses",
        "search.words": "assistant.steps.search_words:SearchWords",
        "search.meaning": "assistant.steps.search_meaning:SearchMeaning",
        "search.similar": "assistant.steps.search_similar:SearchSimilar",
        "search.citations": "assistant.steps.search_citations:SearchCitations",
        "search.classes": "assistant.steps.search_classes:SearchClasses",
        "feedback.rocchio": "assistant.steps.feedback_rocchio:FeedbackRocchio",
        "feedback.rm3": "assistant.steps.feedback_rm3:FeedbackRm3",
        "feedback.documents": "assistant.steps.feedback_documents:FeedbackDocuments",
        "feedback.classes": "assistant.steps.feedback_classes:FeedbackClasses",
        "fuse.rrf": "assistant.steps.fuse_rrf:FuseRrf",
        "fuse.weighted": "assistant.steps.fuse_weighted:FuseWeighted",
        "fuse.round_robin": "assistant.steps.fuse_round_robin:FuseRoundRobin",
        "group.documents": "assistant.steps.group_documents:GroupDocuments",
        "group.families": "assistant.steps.group_families:GroupFamilies",
        "filter.own_family": "assistant.steps.filter_own_family:FilterOwnFamily",
        "filter.country": "assistant.steps.filter_country:FilterCountry",
        "filter.kind": "assistant.steps.filter_kind:FilterKind",
        "filter.language": "assistant.steps.filter_language:FilterLanguage",
        "filter.classes": "assistant.steps.filter_classes:FilterClasses",
        "boost.classes": "assistant.steps.boost_classes:BoostClasses",
        "filter.depth": "assistant.steps.filter_depth:FilterDepth",
    },
)
