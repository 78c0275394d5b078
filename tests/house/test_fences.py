"""Every rule of the house holds here, lets the harmless pass, and catches what is planted."""

from pathlib import Path

import pytest

from tools.fences import FENCES
from tools.fences.habits import skips, sleeps
from tools.fences.pages import trusted
from tools.fences.sizes import sizes
from tools.fences.tree import Tree, tree
from tools.surroundings import ROOT

MODULE = '"""A module."""\n'
DEPENDENCY = '[project]\nname = "a"\ndependencies = [\n  "django>=5"{comment}\n]\n'
LOCKED = "django==5.2 \\\n    --hash=sha256:{0}\nnh3==1.0 \\\n    --hash=sha256:{0}\n".format("0" * 64)
DECISION = "# 0001. Why\n\n## Context\n\n## Decision\n\n## Consequences\n"
LISTED = {"docs/decisions/README.md": "[Why](0001-why.md)", "docs/decisions/0001-why.md": DECISION}
Files = dict[str, str]

# rule: (what passes, [what is caught])
EXAMPLES: dict[str, tuple[Files, list[Files]]] = {
    "sizes": (
        {"a.py": MODULE + "def short() -> None:\n" + "    a = 1\n" * 49},
        [
            {"a.py": MODULE + "def long() -> None:\n" + "    a = 1\n" * 50},
            {"a.py": MODULE + "class A:\n    async def long(self) -> None:\n" + "        a = 1\n" * 50},
            {"a.ts": "const a = 1;\n" * 401},
        ],
    ),
    "addresses": (
        {"README.md": "See <https://pypi.org/project/nh3> and /workspace/a and server/work/b, ./root"},
        [
            {"a.py": 'HOME = "/' + 'work/main"'},
            {"a.sh": "cd /" + "root/x"},
            {"docs/a.md": "https://registry." + "npmjs.org/vite"},
            {"requirements.lock": "--index-url https://example.org\n"},
            {"package-lock.json": '"resolved": "https://example.org/a.tgz"'},
        ],
    ),
    "locks": (
        {
            "requirements.lock": LOCKED,
            "package-lock.json": '{"packages": {"": {}, "node_modules/a": {"integrity": "sha512-x"}}}',
            "yarn.lock": '"a@npm:1":\n  resolution: "a@npm:1"\n  checksum: 10/x\n',
        },
        [
            {"requirements.lock": LOCKED + "httpx==1.0\n    # via a\n"},
            {"package-lock.json": '{"packages": {"": {}, "node_modules/a": {"version": "1"}}}'},
            {"yarn.lock": '"a@npm:1":\n  resolution: "a@npm:1"\n'},
        ],
    ),
    "inline": (
        {
            "a.html": '<script src="a.js" defer></script><script type="application/json">{}</script>'
            '<p class="style">{% url "a" style=b %}</p>'
        },
        [
            {"a.html": '<p\n style="color:red">'},
            {"a.html": "<style>p{}</style>"},
            {"a.html": "<script>alert(1)</script>"},
            {"a.html": '<button onclick="go()">'},
            {"a.html": '<a href="javascript:go()">'},
        ],
    ),
    "trusted": (
        {
            "server/src/gallery/notebooks/rendered.py": "mark_safe",
            "server/src/gallery/health/charts.py": "mark_safe",
            "server/src/gallery/search/snippets.py": "mark_safe",
            "server/src/a.py": MODULE + "def a() -> SafeString:\n    return format_html('{}', b)\n",
            "tests/a.py": "mark_safe",
        },
        [
            {"server/src/a.html": "{{ a|safe }}"},
            {"server/src/a.html": "{% autoescape off %}"},
            {"server/src/a.py": MODULE + "a = mark_safe(b)\n"},
            {"server/src/a.py": MODULE + "a = SafeString(b)\n"},
            {"server/src/a.py": MODULE + "a = Quotation.of(b, cell=1, code=False)\n"},
        ],
    ),
    "reasons": (
        {
            "pyproject.toml": DEPENDENCY.format(comment=", # the framework"),
            "package.json": '{"dependencies": {"vite": "8"}, "reasons": {"vite": "bundles"}}',
            "requirements.in": "# tools\nuv==1  # installs\n",
        },
        [
            {"pyproject.toml": DEPENDENCY.format(comment=",")},
            {"package.json": '{"devDependencies": {"vite": "8"}}'},
            {"requirements.in": "uv==1\n"},
        ],
    ),
    "sleeps": (
        {"tests/a.py": MODULE + "await asyncio.sleep(0)\n", "a.py": MODULE + "import time\ntime.sleep(1)\n"},
        [
            {"tests/a.py": MODULE + "import time\ntime.sleep(1)\n"},
            {"tests/a.py": MODULE + "async def a():\n    await asyncio.sleep(0.1)\n"},
            {"tests/a.py": MODULE + "page.wait_for_timeout(100)\n"},
        ],
    ),
    "skips": (
        {"tests/a.py": MODULE + "pytest.fail('no browser')\n", "tests/a.test.ts": "it('works', a);"},
        [
            {"tests/a.py": MODULE + "pytest.skip('no browser')\n"},
            {"tests/a.py": MODULE + "@pytest.mark.skipif(a)\ndef test_a(): ...\n"},
            {"src/a.test.ts": "describe.only('a', b);"},
            {"src/a.test.ts": "it.skip('a', b);"},
        ],
    ),
    "prints": (
        {"server/src/a.py": MODULE + "sys.stdout.write('a')\n", "tools/a.py": MODULE + "print('a')\n"},
        [{"server/src/a.py": MODULE + "print('a')  # noqa: T201\n"}],
    ),
    "docstrings": (
        {"a.py": MODULE, "server/src/gallery/a/b/__init__.py": "", "a/migrations/0001.py": "a = 1\n"},
        [{"a.py": "a = 1\n"}, {"server/src/gallery/a/__init__.py": ""}],
    ),
    "doors": (
        {"server/src/gallery/a/access.py": MODULE + "Notebook.objects.all()\n"},
        [{"server/src/gallery/a/views.py": MODULE + "Notebook.objects.all()\n"}],
    ),
    "commands": (
        {"Makefile": "run:\n\tgo\n", "a.md": "`PORT=1 make run`, or\n```\n$ make run PORT=1\n```\nmake sure"},
        [
            {"Makefile": "run:\n\tgo\n", "a.md": "`make fun`"},
            {"Makefile": "run:\n\tgo\n", "a.md": "```\ncd a && make run fun\n```"},
        ],
    ),
    "links": (
        {"a.md": "# The a\n[b](b/c.md#big-c) [a](#the-a) [web](https://example.org)", "b/c.md": "## Big C"},
        [{"a.md": "[b](b.md)"}, {"a.md": "[b](b.md#c)", "b.md": "# B"}, {"a.md": "![picture](b.png)"}],
    ),
    "decisions": (
        LISTED,
        [
            {**LISTED, "docs/decisions/0002-how.md": DECISION.replace("0001", "0002")},
            {"docs/decisions/README.md": "(0002-a.md)", "docs/decisions/0002-a.md": "# 0002"},
        ],
    ),
    "changelog": (
        {"CHANGELOG.md": "# Changelog\n\n## Unreleased\n"},
        [{"CHANGELOG.md": "# Changelog\n\n## 1.0\n"}, {"a.md": ""}],
    ),
}


def planted(root: Path, files: Files) -> Tree:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return tree(root)


def test_every_rule_is_proved_here() -> None:
    assert EXAMPLES.keys() == FENCES.keys()


@pytest.mark.parametrize("name", FENCES)
def test_the_checkout_keeps_the_rule(name: str) -> None:
    assert list(FENCES[name](tree(ROOT))) == []


@pytest.mark.parametrize("name", FENCES)
def test_the_harmless_passes(name: str, tmp_path: Path) -> None:
    assert list(FENCES[name](planted(tmp_path, EXAMPLES[name][0]))) == []


@pytest.mark.parametrize(("name", "files"), [(name, files) for name, (_, bad) in EXAMPLES.items() for files in bad])
def test_the_planted_violation_is_caught(name: str, files: Files, tmp_path: Path) -> None:
    assert list(FENCES[name](planted(tmp_path, files)))


def test_an_exception_of_the_size_ratchet_may_only_shrink(tmp_path: Path) -> None:
    long = planted(tmp_path, {"a.ts": "a\n" * 410})
    assert list(sizes(long, {"a.ts": 410})) == []
    for exceptions, said in (({"a.ts": 405}, "divide"), ({"a.ts": 420}, "lower"), ({"b.ts": 500}, "remove")):
        assert any(said in sentence for sentence in sizes(long, {"a.ts": 410, **exceptions}))


def test_named_exceptions_count_for_the_named_file_only(tmp_path: Path) -> None:
    both = {"tests/a.py": "time.sleep(1); pytest.skip()\n", "tests/b.py": "time.sleep(1); pytest.skip()\n"}
    files = planted(tmp_path, {**both, "server/a.py": "mark_safe(a)\n", "server/b.py": "mark_safe(b)\n"})
    assert [said.split(":")[0] for said in sleeps(files, {"tests/a.py": "polls"})] == ["tests/b.py"]
    assert [said.split(":")[0] for said in skips(files, {"tests/a.py": "polls"})] == ["tests/b.py"]
    assert [said.split(":")[0] for said in trusted(files, {"server/a.py": "ours"})] == ["server/b.py"]


def test_a_trusted_place_that_trusts_nothing_leaves_the_list(tmp_path: Path) -> None:
    assert list(trusted(planted(tmp_path, {"server/a.py": MODULE}), {"server/a.py": "ours"}))
