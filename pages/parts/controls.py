"""The sidebar: the conditions of the search, the recipe, the language model. Draws them and gives back what is set."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from indexing.model import Filter
from pages.parts import dates, model_choice
from pages.parts.conversation import Choices
from pages.parts.markup import tag
from pages.parts.opening import conversation, rooms
from pages.parts.recipe_view import fitting, recipe_html

if TYPE_CHECKING:
    from prompts.model import Recipe

FIRST_PATENT = dt.date(1790, 1, 1)
REFRESH_SECONDS = 3.0


def draw(recipes: tuple[Recipe, ...]) -> Choices:
    """The sidebar with everything that holds for the next question."""
    with st.sidebar:
        st.html(tag("div", tag("h2", "Prior-art search", class_="brand"), tag("div", "People decide; quotes are verified.", class_="quiet")))
        st.button("New case", key="new-case", on_click=_new_case, width="stretch", help="Forgets this conversation; records on disk stay.")
        before = st.date_input(
            "Date cut-off", value=None, min_value=FIRST_PATENT, max_value=dt.date(2200, 1, 1), format="YYYY-MM-DD", key="before",
            help="Only documents earlier than this day, by publication date; where there is none by filing date, else by priority date.",
        )  # fmt: skip
        own = st.text_input(
            "Own publications", key="own", placeholder="US10123456B2, EP1234567A1", help="The case itself: it and its family are never its prior art."
        )
        narrow = _narrowing()
        effective, law = _dates()
        recipe = _recipe(recipes)
        k = st.number_input("Documents to list", min_value=1, max_value=100, value=10, step=5, key="k")
        llm = _model()
        straight = st.toggle("Search without asking", key="straight", help="Runs the queries at once instead of showing them first.")
    day = before if isinstance(before, dt.date) else None
    return Choices(recipe, llm, replace(narrow, before=day), _listed(own), int(k), not straight, effective, law)


def _dates() -> tuple[dt.date | None, str]:
    """The case's own date and the law that the hits are judged by; nothing is judged where no date is known."""
    with st.expander("Legal status of the hits"):
        day = st.date_input(
            "Effective date", value=None, min_value=FIRST_PATENT, max_value=dt.date(2200, 1, 1), format="YYYY-MM-DD", key="effective",
            help="Of the claims: the earliest valid priority, else the filing date. Where none is given, no hit is judged by its dates.",
        )  # fmt: skip
        names = dates.systems()
        law = st.selectbox("Law", list(names), format_func=lambda name: _law_text(name, names[name]), key="law")
    return (day if isinstance(day, dt.date) else None), str(law)


def _law_text(name: str, title: str) -> str:
    return title if name == dates.ALL else f"{name.upper()}: {title}"


def _recipe(recipes: tuple[Recipe, ...]) -> str:
    """The recipes that take what is examined, each with what it does in words."""
    fit = {recipe.id: recipe for recipe in fitting(recipes, conversation().kind)}
    names, preferred = list(fit), rooms().settings.recipe
    chosen = st.selectbox(
        "Recipe", names, index=names.index(preferred) if preferred in names else 0, format_func=lambda n: f"{n}: {fit[n].title}", key="recipe"
    )
    recipe = fit[str(chosen)]
    st.html(tag("p", recipe.title, class_="quiet"))
    with st.expander("What this recipe does"):
        st.html(recipe_html(recipe))
    return recipe.id


def _narrowing() -> Filter:
    """The conditions that are seldom needed, folded away; they hold inside the engines, so no hit is lost behind them."""
    with st.expander("Only some documents"):
        classes = st.text_input("Classes", key="classes", placeholder="A45D20, H05B3/42", help="CPC or IPC symbols, each with all below it.")
        countries = st.text_input("Offices", key="countries", placeholder="US, EP", help="Codes of WIPO ST.3.")
        kinds = st.text_input("Kinds", key="kinds", placeholder="A, B1", help="Codes of WIPO ST.16; a letter alone stands for all that begin so.")
        languages = st.text_input("Languages", key="languages", placeholder="en, de, ja", help="Two-letter codes (ISO 639-1).")
    return Filter(
        classes=_listed(classes),
        countries=tuple(c.upper() for c in _listed(countries)),
        kinds=tuple(k.upper() for k in _listed(kinds)),
        languages=tuple(code.lower() for code in _listed(languages)),
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"[,;\n]\s*", text.strip()) if part.strip())


def _model() -> str:
    choices = model_choice.names(rooms().settings, rooms().registry)
    order = list(choices)
    llm = st.selectbox("Language model", order, index=order.index(rooms().settings.llm), format_func=choices.__getitem__, key="llm")
    news = model_choice.news(llm, rooms().settings, rooms().registry)
    # while the model is on its way this small part alone is drawn anew, so that a person sees it arrive without touching anything
    st.fragment(_news, run_every=REFRESH_SECONDS if news.arriving else None)(llm)
    return str(llm)


def _news(llm: str) -> None:
    news = model_choice.news(llm, rooms().settings, rooms().registry)
    if news.share is not None:
        st.progress(news.share)
    st.html(tag("p", news.text, class_="quiet" if news.local else "warning", role="status"))


def _new_case() -> None:
    """Stop what goes on and forget the conversation. The conditions go with it: they belonged to the case."""
    for turn in conversation().rounds:
        if turn.job is not None:
            turn.job.stop(wait=0)
    for key in ("conversation", "before", "own", "effective", "classes", "countries", "kinds", "languages"):
        st.session_state.pop(key, None)
