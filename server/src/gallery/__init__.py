"""The gallery: pages, API, OpenID provider and worker. Each folder is a room; see CONTRIBUTING for the floors."""
