"""Whether a page opens whole without a network."""

import re
from html.parser import HTMLParser

from analysis.faults import Fault


def fetched(page: str) -> list[Fault]:
    """Whatever the page would run or fetch: scripts, and resources that do not lie in it."""
    reader = _Resources()
    reader.feed(page)
    return reader.faults


class _Resources(HTMLParser):
    """Finds what a browser loads by itself; a link to be followed is not such a thing."""

    LOADING = ("src", "srcset", "poster", "data", "background", "xlink:href")

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[Fault] = []
        self.in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_style = tag == "style"
        values = {name: (value or "").strip() for name, value in attrs}
        loaded = [values[name] for name in self.LOADING if name in values]
        outside = any(not value.startswith(("data:", "#")) for value in loaded)
        handlers = any(name.startswith("on") for name in values)
        if tag in ("script", "link", "iframe", "base") or outside or handlers:
            self._note(f"<{tag}> runs or fetches something; a report holds all it shows")
        self._read_style(values.get("style", ""))

    def handle_data(self, data: str) -> None:
        if self.in_style:
            self._read_style(data)

    def handle_endtag(self, tag: str) -> None:
        self.in_style = False

    def _read_style(self, style: str) -> None:
        if "@import" in style or re.search(r"url\(\s*['\"]?(?!data:|#|\s|['\"])", style):
            self._note("a style fetches something; a report holds all it shows")

    def _note(self, rule: str) -> None:
        self.faults.append(Fault("", rule, row=self.getpos()[0]))
