"""Kinds of devices: what common browsers and programs send, one by one and in columns with gaps."""

from collections.abc import Callable
from typing import Any

import commonplace as cp
import pandas as pd
import polars as pl
import pytest
from commonplace import user_agents
from commonplace.errors import WrongRequest

KINDS: dict[str, Callable[[Any], Any]] = {"pandas": pd.Series, "polars": pl.Series}
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
AGENTS = [
    ("phone", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"),
    ("phone", f"Mozilla/5.0 (Linux; Android 14; Pixel 8) {WEBKIT} Chrome/126.0.0.0 Mobile Safari/537.36"),
    ("phone", "Mozilla/5.0 (Mobile; Nokia 8110 4G; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5"),
    ("phone", "Dalvik/2.1.0 (Linux; U; Android 13; CUBOT P60 Build/TP1A.220624.014) Mobile"),
    ("tablet", "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"),
    ("tablet", f"Mozilla/5.0 (Linux; Android 13; SM-X906C) {WEBKIT} Chrome/126.0.0.0 Safari/537.36"),
    ("tablet", f"Mozilla/5.0 (Linux; Android 9; KFMAWI) {WEBKIT} Silk/120 like Chrome/120 Safari/537.36"),
    ("computer", f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/126.0.0.0 Safari/537.36 Edg/126.0"),
    ("computer", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15"),
    ("computer", "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0"),
    ("computer", f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {WEBKIT} Chrome/125.0.0.0 Safari/537.36"),
    ("computer", "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; Touch; Tablet PC 2.0; rv:11.0) like Gecko"),
    (
        "tv",
        "Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0) AppleWebKit/538.1 (KHTML, like Gecko) Version/6.0 TV Safari/538.1",
    ),
    ("tv", f"Mozilla/5.0 (Web0S; Linux/SmartTV) {WEBKIT} Chrome/79.0.3945.79 Safari/537.36 WebAppManager"),
    ("tv", f"Mozilla/5.0 (Linux; Android 9; AFTKA Build/PS7633; wv) {WEBKIT} Chrome/88.0 Mobile Safari/537.36"),
    ("tv", "Roku/DVP-12.5 (12.5.0.4178-88)"),
    ("tv", "AppleTV11,1/11.1"),
    ("tv", "Mozilla/5.0 (PlayStation; PlayStation 5/2.26) AppleWebKit/605.1.15 Version/13.0 Safari/605.1.15"),
    ("bot", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"),
    ("bot", f"Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X) {WEBKIT} Mobile Safari/537.36 (compatible; bingbot/2.0)"),
    ("bot", "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)"),
    ("bot", "curl/8.5.0"),
    ("bot", "python-requests/2.32.3"),
    ("other", "Something else"),
    ("other", ""),
]


@pytest.mark.parametrize(("kind", "agent"), AGENTS)
def test_an_agent_tells_its_kind(kind: str, agent: str) -> None:
    assert cp.device_type(agent) == kind


@pytest.mark.parametrize("kind", KINDS)
def test_a_column_keeps_its_gaps_and_its_order(kind: str) -> None:
    agents = [agent for _, agent in AGENTS]
    found = cp.device_type(KINDS[kind]([None, *agents, *reversed(agents), None])).to_list()
    expected = [device for device, _ in AGENTS]
    assert found == [None, *expected, *reversed(expected), None]
    assert cp.device_type(None) is None
    assert cp.device_type(KINDS[kind]([None, None])).to_list() == [None, None]


def test_each_different_agent_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    look = user_agents._kind
    monkeypatch.setattr(user_agents, "_kind", lambda agent: seen.append(agent) or look(agent))  # type: ignore[func-returns-value]
    column = pd.Series(["curl/8.5.0", "Something else", None] * 1000, index=range(3000, 6000), name="agent")
    kinds = cp.device_type(column)
    assert sorted(seen) == ["Something else", "curl/8.5.0"]
    assert (kinds.name, list(kinds.index[:2]), kinds.value_counts().to_dict()) == (
        "agent",
        [3000, 3001],
        {"bot": 1000, "other": 1000},
    )


def test_what_is_no_text_is_told() -> None:
    with pytest.raises(WrongRequest, match="User agents are texts"):
        cp.device_type(pd.Series([1, 2]))
