"""`priorart eval dataset` and `eval topics`: test collections looked at, converted and made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from commands.shared import control, emit, open_index, positive

if TYPE_CHECKING:
    from commands.shared import Args, Group


def eval_dataset(args: Args) -> None:
    from eval.inspect_dataset import as_lines, inspect_dataset

    path, out = Path(args.dataset), Path(args.out) if args.out else None
    if args.index is None:
        data = inspect_dataset(path, args.split, args.kind, None, out)
    else:
        with open_index(args) as index:
            data = inspect_dataset(path, args.split, args.kind, index, out)
    emit(args, data, as_lines(data))


def eval_topics(args: Args) -> None:
    from eval.topics.card import as_markdown
    from eval.topics.choice import Choice
    from eval.topics.folder import topics_folder
    from indexing.dates import required_date

    choice = Choice(
        since=required_date(args.since) if args.since else None,
        before=required_date(args.before) if args.before else None,
        classes=tuple(args.cpc),
        countries=tuple(args.country),
        languages=tuple(args.language),
        cited_by=tuple(args.cited_by),
        categories=tuple(args.category),
        parts=tuple(args.part or ("title", "abstract")),
        least=args.least,
        sample=args.sample,
        seed=args.seed,
        dev=args.dev,
        leaks=args.leaks,
    )
    out = Path(args.out)
    with open_index(args) as index:
        data = topics_folder(index, choice, out, control(args))
    emit(args, data, as_markdown(data, out.resolve().name))


def add_to(group: Group) -> None:
    """The commands of this file."""
    _add_dataset(group)
    _add_topics(group)


def _add_dataset(group: Group) -> None:
    made = group.command("dataset", eval_dataset, "what a data set holds, what is wrong with it, what its topics give away", "index")
    made.add_argument("dataset", metavar="DIR", help="folder or file in any layout that is read (told by its content)")
    made.add_argument("--kind", metavar="LAYOUT", help="the layout, where its content does not tell: beir, parquet, quepid, clef-ip, trec")
    made.add_argument("--split", default="test", help="which judgments (default test)")
    made.add_argument("--out", metavar="DIR", help="write it as a folder in BEIR layout, with its documents where it has their text")


def _add_topics(group: Group) -> None:
    made = group.command("topics", eval_topics, "make topics from the citations of the index's own documents", "index", "generation")
    made.add_argument("--out", required=True, metavar="DIR", help="folder for queries.jsonl, qrels/ and the card")
    made.add_argument("--since", metavar="DATE", help="topics of this day or later (earliest priority, else filing, else publication)")
    made.add_argument("--before", metavar="DATE", help="topics of before this day")
    made.add_argument("--cpc", action="append", default=[], metavar="SYMBOL", help="topics of this class (CPC or IPC) and all below it (repeatable)")
    made.add_argument("--country", action="append", default=[], metavar="CC", help="topics of this office, ST.3 code (repeatable)")
    made.add_argument("--language", action="append", default=[], metavar="LL", help="topics in this language, ISO 639-1 code (repeatable)")
    whom = "citations by this party: examiner, applicant, search, opposition, …, unknown (repeatable)"
    made.add_argument("--cited-by", action="append", default=[], metavar="WHO", help=whom)
    made.add_argument("--category", action="append", default=[], metavar="X", help="citations of this category: X, Y, A, …, unknown (repeatable)")
    made.add_argument("--part", action="append", metavar="PART", help="what is searched with: title, abstract, claims (default title and abstract)")
    made.add_argument("--least", type=positive, default=1, metavar="N", help="relevant documents in the index a topic (default 1)")
    made.add_argument("--sample", type=positive, metavar="N", help="draw so many topics (default: all)")
    made.add_argument("--seed", type=int, default=0, metavar="N", help="what the draw depends on (default 0)")
    made.add_argument("--dev", type=float, default=0.0, metavar="SHARE", help="share of the topics held apart as split dev (default 0)")
    made.add_argument("--leaks", choices=("drop", "flag"), default="drop", help="what is done with topics that give the answer away")
