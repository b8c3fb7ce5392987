"""Recipe steps; `STEPS` lists them. One file each, pure functions of their inputs and the generation."""

from indexing.plugins import Table

STEPS = Table(
    "recipe step",
    {
        "rewrite.whole": "assistant.steps.rewrite_whole:RewriteWhole",
        "rewrite.terms": "assistant.steps.rewrite_terms:RewriteTerms",
        "rewrite.features": "assistant.steps.rewrite_features:RewriteFeatures",
        "rewrite.parts": "assistant.steps.rewrite_parts:RewriteParts",
        "rewrite.claim_features": "assistant.steps.rewrite_claim_features:RewriteClaimFeatures",
        "rewrite.hypothetical": "assistant.steps.rewrite_hypothetical:RewriteHypothetical",
        "rewrite.question": "assistant.steps.rewrite_question:RewriteQuestion",
        "expand.synonyms": "assistant.steps.expand_synonyms:ExpandSynonyms",
        "expand.translation": "assistant.steps.expand_translation:ExpandTranslation",
        "search.words": "assistant.steps.search_words:SearchWords",
        "search.meaning": "assistant.steps.search_meaning:SearchMeaning",
        "feedback.rocchio": "assistant.steps.feedback_rocchio:FeedbackRocchio",
        "feedback.rm3": "assistant.steps.feedback_rm3:FeedbackRm3",
        "fuse.rrf": "assistant.steps.fuse_rrf:FuseRrf",
        "fuse.weighted": "assistant.steps.fuse_weighted:FuseWeighted",
        "fuse.round_robin": "assistant.steps.fuse_round_robin:FuseRoundRobin",
        "rerank.passages": "assistant.steps.rerank_passages:RerankPassages",
        "group.documents": "assistant.steps.group_documents:GroupDocuments",
        "group.families": "assistant.steps.group_families:GroupFamilies",
        "filter.legal_date": "assistant.steps.filter_legal_date:FilterLegalDate",
        "filter.own_family": "assistant.steps.filter_own_family:FilterOwnFamily",
        "filter.depth": "assistant.steps.filter_depth:FilterDepth",
    },
)
