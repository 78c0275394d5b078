"""Which kind of device a browser or program runs on, from the user agent that it sends."""

import re
from typing import Any

import narwhals as nw

from commonplace.errors import WrongRequest
from commonplace.lazily import library
from commonplace.translation import _

# Looked for in this order; ua-parser's own findings come between the words of televisions and those of computers.
PROGRAM = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|headless|monitor\b|externalhit|^(curl|wget|python|java|okhttp|go-http|apache-http|libwww|php)",
    re.IGNORECASE,
)
TELEVISION = re.compile(
    r"\btv\b|smart-?tv|googletv|appletv|apple tv|hbbtv|netcast|web0s|webos\.tv|tizen.*\btv|bravia|roku|crkey|"
    r"\baft[a-z]|viera|playstation|xbox|nintendo",
    re.IGNORECASE,
)
TABLET = re.compile(r"ipad|tablet(?! pc)|kindle|silk/|playbook|android(?!.*mobile)", re.IGNORECASE)
PHONE = re.compile(r"iphone|ipod|mobile|windows phone|blackberry|bb10|opera mini|symbian|kaios", re.IGNORECASE)
COMPUTER = re.compile(r"windows|mac os x|linux|ubuntu|fedora|chrome os|bsd|solaris", re.IGNORECASE)


def device_type(values: Any) -> Any:
    """The kind of device of user agents: phone, tablet, computer, tv, bot or other; missing ones stay missing.

    A text in, a text out; a Series of pandas or Polars in, the same out, each different agent looked at once. A bot is
    any program without a person in front of it; game consoles count as tv. Browsers that claim to be another kind,
    as iPads do that claim to be a Mac, are taken at their word. Raises WrongRequest for a Series without texts.

    >>> cp.device_type("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148")
    'phone'
    >>> import pandas as pd
    >>> cp.device_type(pd.Series(["curl/8.5.0", None])).tolist()
    ['bot', None]
    """
    if values is None:
        return None
    if isinstance(values, str):
        return _kind(values)
    series: Any = nw.from_native(values, series_only=True)
    return _kinds(series).to_native()


def _kinds(series: Any) -> Any:
    agents = series.unique().drop_nulls().to_list()
    if not all(isinstance(agent, str) for agent in agents):
        raise WrongRequest(_("User agents are texts; a column of {dtype} holds none.").format(dtype=series.dtype))
    kinds = [_kind(agent) for agent in agents]
    texts = series.cast(nw.String)
    return texts.replace_strict(agents, kinds, return_dtype=nw.String) if agents else texts


def _kind(agent: str) -> str:
    if PROGRAM.search(agent):
        return "bot"
    parser = library("ua_parser", "cp.device_type")
    device, system = (getattr(found, "family", "") for found in (parser.parse_device(agent), parser.parse_os(agent)))
    if device == "Spider":
        return "bot"
    if TELEVISION.search(f"{agent} {device}"):
        return "tv"
    return _personal(f"{agent} {device}", system)


def _personal(agent: str, system: str) -> str:
    if TABLET.search(agent):
        return "tablet"
    if PHONE.search(agent):
        return "phone"
    return "computer" if COMPUTER.search(system) else "other"
