"""The gallery's settings, with one address more."""

from gallery.site.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.single_insert"
