"""What was asked, searched, found, dropped and stated, as HTML. Plain functions from records to markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pages.parts.document_view import unit_name
from pages.parts.markup import Html, outside, tag
from pages.parts.target import Target, from_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assistant.model import Answer, Citation, DocumentHit, PassageHit, Plan, SearchResult, Statement
    from indexing.control import Progress
    from indexing.errors import PriorArtError
    from indexing.model import Exclusion, Filter, Subquery

LONG_QUESTION = 700
"""Code points of a question from which it is folded after its beginning."""
MOST_EXCLUDED = 200
"""Documents that one row of the ledger names; the record has them all."""
OPENS = "opens"
"""The class of links that open a passage beside the conversation."""
_NUMBER = re.compile(r"(?<![\w./-])[0-9]{1,18}(?![\w./-])")
ENGINES = {"words": "words (BM25)", "meaning": "meaning (vectors)"}
DATES = {"published": "publication date", "filed": "filing date", "priority": "priority date"}


def round_id(number: int) -> str:
    """Where a round begins on the page."""
    return f"round-{number}"


def question_html(question: str, conditions: str, number: int) -> Html:
    """The question as it was put, folded where it is long, and the conditions it was searched under."""
    body: Html = tag("p", question, class_="question-text")
    if len(question) > LONG_QUESTION:
        size = f"{len(question):,} characters"
        body = tag("details", tag("summary", f"{question[:LONG_QUESTION].rstrip()} … ({size}; show all)"), body)
    return tag("section", body, tag("p", conditions, class_="quiet"), class_="question", aria_label=f"Question {number}", id=round_id(number))


def conditions_text(filters: Filter, own: Sequence[str], recipe: str, k: int) -> str:
    """The conditions of a search in one line."""
    parts = [f"recipe {recipe}", f"{k} documents"]
    parts += [f"before {filters.before}"] if filters.before else ["no date cut-off"]
    named = (("classes", filters.classes), ("offices", filters.countries), ("kinds", filters.kinds), ("languages", filters.languages))
    parts += [f"only {name} {', '.join(values)}" for name, values in named if values]
    parts += [f"own: {', '.join(own)}"] if own else []
    return " · ".join(parts)


def queries_html(plan: Plan) -> Html:
    """The queries that ran."""
    rows = (
        tag("li", tag("strong", ENGINES.get(q.engine, q.engine)), " ", tag("span", q.text, class_="query-text"), _reason(q)) for q in plan.queries
    )
    return tag("ol", *rows, class_="queries")


def _reason(query: Subquery) -> Html:
    said = " · ".join(part for part in (query.feature and f"for: {query.feature}", query.reason) if part)
    return tag("div", said, class_="quiet") if said else Html()


def query_note(query: Subquery) -> Html:
    """What stands beside a query that may be edited: which engine, what for, and the weights that an edit would drop."""
    weights = ", ".join(f"{term} {weight:.3g}" for term, weight in query.terms)
    lines = [_reason(query), tag("div", f"Weighted terms: {weights}. Editing the text drops the weights.", class_="quiet") if weights else Html()]
    return tag("div", *lines)


def stages_html(stages: Sequence[Progress], seconds: float, stopping: bool) -> Html:
    """Where the work is: the stages so far, the last one going on."""
    rows = []
    for number, stage in enumerate(stages, 1):
        count = f"{stage.done:,}" + (f" of {stage.total:,}" if stage.total else "") + f" {stage.unit}" if stage.done or stage.total else ""
        said = " · ".join(part for part in (stage.stage, count.strip(), stage.detail) if part)
        rows.append(tag("li", said, class_="stage-now" if number == len(stages) else "stage-done"))
    head = "Stopping" if stopping else "Working"
    return tag("div", tag("p", f"{head} … {seconds:.0f} s", class_="quiet"), tag("ol", *rows, class_="stages"), role="status", class_="working")


def answer_html(answer: Answer) -> Html:
    """The statements with a chip for each citation, what was not found, and who wrote it."""
    numbers = _numbers(answer)
    rows = [_statement(s, numbers) for s in answer.statements]
    parts = [tag("ol", *rows, class_="statements")] if rows else [tag("p", "No statement could be supported by a verified quote.")]
    if answer.not_found:
        missing = tag("ul", *(tag("li", n) for n in answer.not_found))
        parts.append(tag("div", tag("h4", "Not found in the documents searched"), missing, class_="not-found"))
    parts += [tag("p", mode_text(answer), class_="quiet"), notes_html(answer.notes)]
    return tag("section", *parts, class_="answer", aria_label="Answer")


def _statement(statement: Statement, numbers: dict[tuple[str, int, int], int]) -> Html:
    """A statement with its chips. A document's own sentence stands in quotation marks; under a model's sentence stands what it rests on."""
    own = any(_same_words(statement.text, c.quote) for c in statement.citations)
    text = tag("span", statement.text, class_="statement-text statement-own" if own else "statement-text")
    return tag("li", text, " ", *_chips(statement.citations, numbers), *_quotes(statement.text, statement.citations))


def _same_words(a: str, b: str) -> bool:
    """Whether two texts differ in nothing but spaces and line ends."""
    return a.split() == b.split()


def mode_text(answer: Answer) -> str:
    """Who wrote the answer, and what it cost."""
    written = f"Written by {answer.llm}; every quote was checked against the stored text"
    who = "Extractive answer" if answer.mode == "extractive" else written
    usage = answer.usage
    cost = f"{usage.calls} calls, {usage.tokens_in:,} tokens in, {usage.tokens_out:,} out, {usage.seconds:.1f} s" if usage.calls else ""
    withheld = f"{len(answer.rejected)} sentences withheld for want of a verified quote" if answer.rejected else ""
    return " · ".join(part for part in (who, cost, withheld) if part)


def _numbers(answer: Answer) -> dict[tuple[str, int, int], int]:
    numbers: dict[tuple[str, int, int], int] = {}
    for statement in answer.statements:
        for c in statement.citations:
            numbers.setdefault((c.passage, c.start, c.end), len(numbers) + 1)
    return numbers


def _chips(citations: Iterable[Citation], numbers: dict[tuple[str, int, int], int]) -> Iterable[Html]:
    for c in citations:
        document, _, unit = c.passage.partition("#")
        label = f"[{numbers[c.passage, c.start, c.end]}] {document} {unit_name(unit)}"
        href = Target(document, unit, c.start, c.end).href
        yield tag("a", label, href=href, class_=f"chip {OPENS}", title=c.quote, target="_blank")


def _quotes(statement: str, citations: Iterable[Citation]) -> Iterable[Html]:
    for c in citations:
        if not _same_words(c.quote, statement):
            yield tag("blockquote", c.quote)


def notes_html(notes: Iterable[str]) -> Html:
    """What a person must know: fallbacks taken, things dropped."""
    rows = [tag("li", note) for note in notes]
    return tag("ul", *rows, class_="notes", aria_label="Notes") if rows else Html()


def hits_html(hits: Sequence[DocumentHit], queries: Sequence[Subquery] = ()) -> Html:
    """The documents found, in order, each with its dates, the queries that found it and its best passages."""
    names = {q.id: str(number) for number, q in enumerate(queries, 1)}
    if not hits:
        return tag("p", "No document was found under these conditions.")
    return tag("ol", *(_hit(hit, names) for hit in hits), class_="hits")


def _hit(hit: DocumentHit, names: Mapping[str, str]) -> Html:
    title = tag("a", hit.title or "(no title in the source)", href=Target(hit.id).href, class_=f"hit-title {OPENS}", target="_blank")
    head = tag("div", tag("span", f"{hit.rank}", class_="hit-rank"), title, class_="hit-head")
    facts = [hit.id, _dates(hit), f"score {hit.score:.4g}"]
    facts += [f"found by query {', '.join(names.get(q, q) for q in hit.found_by)}"] if hit.found_by else []
    meta = tag("div", " · ".join(facts), " · ", outside("Espacenet", hit.link), class_="quiet")
    passages = tag("ul", *(_passage(p) for p in hit.passages), class_="passages") if hit.passages else Html()
    return tag("li", head, meta, passages, class_="hit")


def _dates(hit: DocumentHit) -> str:
    dates = (("published", hit.published), ("filed", hit.filed), ("priority", hit.priority))
    said = [f"{name} {day}" for name, day in dates if day]
    if hit.date_used and hit.date_used != "published":
        said.append(f"no publication date in the source: a cut-off compares its {DATES[hit.date_used]}")
    return ", ".join(said) or "no date in the source"


def _passage(passage: PassageHit) -> Html:
    target = from_link(passage.link) or Target(passage.id.partition("#")[0], passage.id.partition("#")[2])
    link = tag("a", unit_name(target.unit), href=target.href, class_=f"chip {OPENS}", target="_blank")
    return tag("li", link, " ", tag("span", passage.text, class_="snippet"))


def ledger_html(excluded: Sequence[Exclusion]) -> Html:
    """The candidates that were dropped, by step and rule. Rules that differ in their numbers alone stand in one row ("rank 11 to 235, …")."""
    groups: dict[tuple[str, str], list[Exclusion]] = {}
    for exclusion in excluded:
        groups.setdefault((exclusion.step, _NUMBER.sub("#", exclusion.reason)), []).append(exclusion)
    rows = []
    for (step, _), group in groups.items():
        ids = ", ".join(e.id for e in group[:MOST_EXCLUDED]) + (" … (the record has them all)" if len(group) > MOST_EXCLUDED else "")
        cells = (tag("td", step), tag("td", _rule([e.reason for e in group])), tag("td", f"{len(group):,}"), tag("td", ids, class_="ids"))
        rows.append(tag("tr", *cells))
    head = tag("thead", tag("tr", *(tag("th", name, scope="col") for name in ("Step", "Rule", "Number", "Documents or passages"))))
    return tag("table", head, tag("tbody", *rows), class_="ledger")


def _rule(reasons: Sequence[str]) -> str:
    """One sentence for reasons that differ in their numbers alone: where a number varies, its least and greatest value."""
    columns = zip(*([int(n) for n in _NUMBER.findall(reason)] for reason in reasons), strict=True)
    spans = iter([str(min(c)) if min(c) == max(c) else f"{min(c)} to {max(c)}" for c in columns])
    return _NUMBER.sub(lambda _: next(spans), reasons[0])


def steps_text(result: SearchResult) -> str:
    """What the search took, step by step."""
    steps = ", ".join(f"{t.name} {t.seconds:.2f} s" for t in result.trace)
    return f"Searched in {result.seconds:.1f} s" + (f" ({steps})" if steps else "")


def message_html(message: str, hint: str = "", *, kind: str = "fault") -> Html:
    """A fault or a notice with what to do about it, as plain text."""
    body = [tag("strong", message)] + ([tag("div", hint)] if hint else [])
    return tag("div", *body, class_=f"message message-{kind}", role="alert" if kind == "fault" else "status")


def error_html(error: PriorArtError) -> Html:
    """An error of the tree as the page shows it."""
    return message_html(error.message[:1].upper() + error.message[1:], error.hint)
