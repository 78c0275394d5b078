"""Run in Jupyter, which joins notebooks and environments: a one-time ticket carries a notebook into one's own server."""
