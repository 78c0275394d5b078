"""Who belongs where: organisations as a tree, groups with roles, attributes. Imports accounts, audit and lib."""
