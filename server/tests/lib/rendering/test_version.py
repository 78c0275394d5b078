"""Caches are keyed by the renderer's version, so it has to rise with every change of what it renders."""

import hashlib

from gallery.lib.rendering import RENDERER_VERSION, CellSource
from gallery.lib.rendering.cells import OUR_VERSION
from gallery.lib.rendering.fragments import render_cell

EXAMPLES = [
    CellSource(
        "markdown", "# A *b* $x_1$\n\n- [x] `c` [d](https://e.example) [f](#g)\n\n![h](i.png)\n\nj[^1]\n\n[^1]: k", ""
    ),
    CellSource(
        "markdown", "| a | b |\n|--:|:-:|\n| 1 | <b id=x>2</b> |\n\n```r\nTRUE\n```\n\n$$\\frac{1}{2}\\sum_i x^i$$", ""
    ),
    CellSource("markdown", "a\u202eb <script>c</script> <details open><summary>d</summary>e</details>", ""),
    CellSource("code", "%%time\nimport a  # b\ndef f(x):\n    return 'c' + 1.5", "python"),
    CellSource("code", "x <- function(y) NULL # z", "r"),
    CellSource("code", "public class A { int b = 1; }", "java"),
    CellSource("raw", "<b>\u200b", ""),
]
# The version and what these examples rendered to under it.
KNOWN = (2, "a075404fcf145c0c")


def test_the_version_rises_with_what_is_rendered() -> None:
    digest = hashlib.sha256("\0".join(map(render_cell, EXAMPLES)).encode()).hexdigest()[:16]
    assert (OUR_VERSION, digest) == KNOWN, "Rendering has changed: raise OUR_VERSION and write both down here."


def test_the_version_names_the_libraries() -> None:
    for name in ("math-core", "nh3", "pygments", "pyromark"):
        assert name in RENDERER_VERSION
