"""The page's only script: it tells Python which passage or act was clicked, and scrolls to the quoted passage. It writes nothing into the page.

Links stay links: a click with Ctrl, Cmd, Shift or the middle button opens the viewer in a tab of its own, as everywhere.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import streamlit as st

from pages.parts.acts import ACTS
from pages.parts.result_view import OPENS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

KEY = "passage_clicks"
_SCRIPT = """
export default function ({ data, setTriggerValue }) {
  const timers = [];
  // an act redraws the list: give the keyboard back its place there, where nothing else has taken it
  const keepFocus = (tries = 0) => {
    const id = window.__priorartFocus;
    if (!id) return;
    const element = document.getElementById(id);
    if (element && document.activeElement === document.body) element.focus({ preventScroll: true });
    if (tries < 40) timers.push(setTimeout(() => keepFocus(tries + 1), 75));
    else window.__priorartFocus = null;
  };
  const onKey = (event) => {
    if (event.key !== "Tab") {
      const act = event.key === " " && event.target.closest && event.target.closest("a." + data.acts);
      if (act) { event.preventDefault(); act.click(); }
    } else window.__priorartFocus = null;
  };
  const onClick = (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    window.__priorartFocus = null;
    const act = event.target.closest && event.target.closest("a." + data.acts);
    if (act) {
      event.preventDefault();
      window.__priorartFocus = act.id;
      setTriggerValue("acted", act.id);
      keepFocus();
      return;
    }
    const link = event.target.closest && event.target.closest("a." + data.opens);
    if (!link) return;
    event.preventDefault();
    const same = [...document.querySelectorAll("a." + data.opens)].filter((a) => a.getAttribute("href") === link.getAttribute("href"));
    window.__priorartClick = { href: link.getAttribute("href"), nth: same.indexOf(link), top: link.getBoundingClientRect().top };
    setTriggerValue("opened", link.getAttribute("href"));
  };
  // Streamlit calls this at every redrawing and clears up only at the end: two listeners would take one press of a key for two
  const forget = () => {
    const old = window.__priorartListening;
    if (!old) return;
    document.removeEventListener("click", old.onClick);
    document.removeEventListener("keydown", old.onKey);
    window.__priorartListening = null;
  };
  forget();
  if (data.listen) {
    window.__priorartListening = { onClick, onKey };
    document.addEventListener("click", onClick);
    document.addEventListener("keydown", onKey);
    keepFocus();
  }
  const seen = (window.__priorartSeen = window.__priorartSeen || {});
  const show = (element, block) => {
    const frame = element.closest("article.doc");
    if (frame && frame.scrollHeight > frame.clientHeight && getComputedStyle(frame).overflowY === "auto") {
      frame.scrollTop += element.getBoundingClientRect().top - frame.getBoundingClientRect().top - frame.clientHeight / 3;
      keepPlace();
    } else element.scrollIntoView({ block, inline: "nearest" });
  };
  // the conversation grows narrower when a document is laid beside it: bring the clicked link back to where it was under the pointer
  const keepPlace = () => {
    const at = window.__priorartClick;
    const main = document.querySelector('[data-testid="stMain"]');
    if (!at || !main) return;
    window.__priorartClick = null;
    const link = [...document.querySelectorAll("a." + data.opens)].filter((a) => a.getAttribute("href") === at.href)[at.nth];
    if (link) main.scrollTop += link.getBoundingClientRect().top - at.top;
  };
  for (const { token, id, block } of data.looks) {
    if (!token || seen[id] === token) continue;
    let tries = 0;
    const look = () => {
      const element = document.getElementById(id);
      if (element) { seen[id] = token; show(element, block); }
      else if (tries++ < 60) timers.push(setTimeout(look, 75));
    };
    timers.push(setTimeout(look, 60));
  }
  return () => { if (window.__priorartListening?.onClick === onClick) forget(); timers.forEach(clearTimeout); };
}
"""


@dataclass(frozen=True, slots=True)
class Look:
    """A place of the page to scroll to: once for each `token` that it is given. `block` is `start`, `center` or `nearest`."""

    id: str
    token: str
    block: str = "center"


def listen(looks: Iterable[Look], on_open: Callable[[], None] | None = None, on_act: Callable[[], None] | None = None) -> None:
    """Mount the script. `on_open` is called when a link to a passage is clicked, `on_act` when one that does something is; `clicked` says which."""
    mount = st.components.v2.component("passage_clicks", js=_SCRIPT, isolate_styles=False)
    data = {"opens": OPENS, "acts": ACTS, "looks": [asdict(look) for look in looks], "listen": on_open is not None}
    mount(key=KEY, data=data, on_opened_change=on_open or _nothing, on_acted_change=on_act or _nothing)


def clicked(what: str = "opened") -> str | None:
    """The link that was just clicked: the address that was `opened`, or the id of what was `acted`."""
    value = st.session_state.get(KEY, {}).get(what)
    return str(value) if value else None


def _nothing() -> None:
    """The listener of the viewer page, where links are plain links."""
