"""Top floor: settings, addresses, processes and the command line. May import every room."""
