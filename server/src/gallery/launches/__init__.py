"""Run in Jupyter, which joins notebooks and environments: a ticket carries a notebook into one's own server."""
