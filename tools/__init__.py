"""What builds, runs and checks this checkout. The bootstrap needs only Python itself."""
