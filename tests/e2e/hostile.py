"""Documents that try to leave the page they are shown on, and one in Japanese and Chinese: written as a BEIR folder and indexed beside real ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE_ID = "US-6666666-A"
HOSTILE_TITLE = "Quokka trap <img src='http://evil.example/t.png'> ![t](http://evil.example/t2.png)"
HOSTILE_CLAIM = (
    "A quokka trap with a bait door, ![x](http://evil.example/a.png) <img src=http://evil.example/b.png onerror=\"document.title='owned'\"> "
    "<script>document.title='owned'</script> [click me](http://evil.example/c) http://evil.example/d and an override \u202egnp.exe\u202c end."
)
CJK_ID = "JP-2005123456-A"
CJK_CLAIM = "風洞に設けたイオン発生装置を有するヘアドライヤー。 吹风机包括负离子发生器。 zyzzyva"


def write(folder: Path) -> Path:
    """The folder, ready to be indexed."""
    folder.mkdir(parents=True)
    rows = [
        {"_id": HOSTILE_ID, "title": HOSTILE_TITLE, "text": "A quokka trap.", "claims": [HOSTILE_CLAIM], "date": "19990101"},
        {"_id": CJK_ID, "title": "ヘアドライヤー 吹风机", "text": "An apparatus called zyzzyva.", "claims": [CJK_CLAIM], "date": "20050301"},
    ]
    (folder / "corpus.jsonl").write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), "utf-8")
    return folder
