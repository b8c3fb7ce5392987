"""What was asked, searched, found, dropped and stated, as HTML. Plain functions from records to markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.parts.document_view import unit_name
from pages.parts.markup import Html, tag
from pages.parts.target import Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.model import Answer, Citation, SearchResult, Statement
    from indexing.control import Progress
    from indexing.errors import PriorArtError
    from indexing.model import Filter

LONG_QUESTION = 700
"""Code points of a question from which it is folded after its beginning."""
OPENS = "opens"
"""The class of links that open a passage beside the conversation."""


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


def conditions_text(filters: Filter, own: Sequence[str], recipe: str, k: int, dates: str = "") -> str:
    """The conditions of a search in one line; `dates` says by which the hits are judged, where they are."""
    parts = [f"recipe {recipe}", f"{k} documents"]
    parts += [f"before {filters.before}"] if filters.before else ["no date cut-off"]
    named = (("classes", filters.classes), ("offices", filters.countries), ("kinds", filters.kinds), ("languages", filters.languages))
    parts += [f"only {name} {', '.join(values)}" for name, values in named if values]
    parts += [f"own: {', '.join(own)}"] if own else []
    parts += [dates] if dates else []
    return " · ".join(parts)


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


def judged_html(relevant: Sequence[str], irrelevant: Sequence[str], lead: str = "Marked in this case") -> Html:
    """What a person judged, each document a link that opens it."""
    parts: list[str] = []
    for name, documents in (("relevant", relevant), ("not relevant", irrelevant)):
        if documents:
            links = [tag("a", d, href=Target(d).href, class_=OPENS, target="_blank") for d in documents]
            parts += [" · " if parts else "", tag("strong", name), " ", *(part for link in links for part in (link, ", "))][:-1]
    return tag("p", f"{lead}: ", *parts, class_="judged") if parts else Html()


def taught_html(result: SearchResult) -> Html:
    """What the search learnt from: the reason of each query that feedback made, which names the documents."""
    reasons = dict.fromkeys(query.reason for query in result.added if query.reason)
    rows = [tag("li", reason[:1].upper() + reason[1:]) for reason in reasons]
    return tag("ul", *rows, class_="notes taught", aria_label="What feedback learnt from") if rows else Html()


def notes_html(notes: Iterable[str]) -> Html:
    """What a person must know: fallbacks taken, things dropped."""
    rows = [tag("li", note) for note in notes]
    return tag("ul", *rows, class_="notes", aria_label="Notes") if rows else Html()


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
