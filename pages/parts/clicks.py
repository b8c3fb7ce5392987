"""The page's only script: it tells Python which passage was clicked, and scrolls to the quoted passage. It writes nothing into the page.

Links stay links: a click with Ctrl, Cmd, Shift or the middle button opens the viewer in a tab of its own, as everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.parts.document_view import QUOTE_ID
from pages.parts.result_view import OPENS

if TYPE_CHECKING:
    from collections.abc import Callable

_SCRIPT = """
export default function ({ data, setTriggerValue }) {
  const onClick = (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest && event.target.closest("a." + data.opens);
    if (!link) return;
    event.preventDefault();
    setTriggerValue("opened", link.getAttribute("href"));
  };
  if (data.listen) document.addEventListener("click", onClick);
  const seen = window.__priorartLooks;
  let timer = null;
  if (data.looks !== seen) {
    let tries = 0;
    const look = () => {
      const mark = document.getElementById(data.quote);
      if (mark) {
        window.__priorartLooks = data.looks;
        mark.scrollIntoView({ block: "center", inline: "nearest" });
      } else if (tries++ < 40) timer = setTimeout(look, 75);
    };
    timer = setTimeout(look, 50);
  }
  return () => { document.removeEventListener("click", onClick); if (timer) clearTimeout(timer); };
}
"""


def listen(looks: str, on_open: Callable[[], None] | None = None) -> str | None:
    """Mount the script. `looks` changes when the page must scroll to the mark anew. Returns the link that was just clicked."""
    mount = st.components.v2.component("passage_clicks", js=_SCRIPT, isolate_styles=False)
    data = {"opens": OPENS, "quote": QUOTE_ID, "looks": looks, "listen": on_open is not None}
    result = mount(key="passage_clicks", data=data, on_opened_change=on_open or _nothing)
    opened = result.get("opened")
    return str(opened) if opened else None


def _nothing() -> None:
    """The listener of the viewer page, where links are plain links."""
