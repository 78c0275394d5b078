"""Part of Commonplace."""
