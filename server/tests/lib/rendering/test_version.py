"""Caches are keyed by the renderer's version, so it has to rise with every change of what it renders."""

import hashlib

from gallery.lib.rendering import RENDERER_VERSION, CellSource
from gallery.lib.rendering.cells import OUR_VERSION
from gallery.lib.rendering.fragments import render_cell

from server.tests.lib.rendering.test_code import EXAMPLES
from server.tests.lib.rendering.test_hostile_inputs import HOSTILE

# The version and what these examples rendered to under it.
KNOWN = (2, "7b601717cf49993b")


def test_the_version_rises_with_what_is_rendered() -> None:
    cells = [CellSource("code", source, language) for language, source, _, _ in EXAMPLES]
    cells += [CellSource("markdown", source, "") for source in HOSTILE.values()]
    digest = hashlib.sha256("\0".join(map(render_cell, cells)).encode()).hexdigest()[:16]
    assert (OUR_VERSION, digest) == KNOWN, "Rendering has changed: raise OUR_VERSION and write both down here."


def test_the_version_names_the_libraries() -> None:
    for name in ("math-core", "nh3", "pygments", "pyromark"):
        assert name in RENDERER_VERSION
