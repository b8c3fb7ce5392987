"""What a browser would show of a piece of markup, and what it would load: the judge of the markup tests, made with the standard parser alone."""

from __future__ import annotations

from html.parser import HTMLParser


class Shown(HTMLParser):
    """Collects the text, the text within `<mark>`, and every tag with its attributes."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.marks: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._depth = 0
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "mark":
            self._depth += 1
            self.marks.append("")

    def handle_endtag(self, tag):
        self._depth -= tag == "mark"

    def handle_data(self, data):
        self.text += data
        if self._depth:
            self.marks[-1] += data

    @property
    def names(self) -> set[str]:
        return {name for name, _ in self.tags}


HOSTILE = (
    "![x](http://evil.example/a.png)",
    "<img src=http://evil.example/a.png onerror=alert(1)>",
    "<script>fetch('http://evil.example')</script>",
    "[click](http://evil.example)",
    "http://evil.example/raw www.evil.example",
    "</div></section><iframe src='http://evil.example'></iframe>",
    "\u202egnp.exe\u202c and \u2066hidden\u2069",
    "&lt;b&gt; &amp; &#60;",
    "$\\LaTeX$ :red[red] `code` **bold** # heading",
    '" onmouseover="alert(1)',
    "<style>@import url(http://evil.example)</style><link rel=stylesheet href=//evil.example>",
)


def assert_inert(markup: str, hostile: str) -> None:
    """`hostile` is shown, and nothing of it became markup, a handler or a link that leads elsewhere."""
    shown = Shown(markup)
    assert hostile.strip()[:10] in shown.text
    assert not shown.names & {"script", "img", "iframe", "style", "link"}
    assert not [a for _, a in shown.tags if any(key.startswith("on") for key in a)]
    assert not [a for _, a in shown.tags if "evil" in (a.get("href") or "") and not a["href"].startswith(("document?", "#act-"))]
