"""Run in Jupyter: joins notebooks and environments. A one-time ticket carries a notebook into the reader's own server."""
