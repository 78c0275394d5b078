"""Every verb of the directory, from the files that hold them: groups, organisations, attributes, claims."""

from gallery.directory.attributes import create_attribute, delete_attribute, describe_attribute, grant, withdraw
from gallery.directory.claims import Claims, apply_claims
from gallery.directory.groups import create_group, delete_group, describe_group, remove_member, set_member
from gallery.directory.organisations import (
    create_organisation,
    delete_organisation,
    describe_organisation,
    move_organisation,
    place,
)

__all__ = [
    "Claims",
    "apply_claims",
    "create_attribute",
    "create_group",
    "create_organisation",
    "delete_attribute",
    "delete_group",
    "delete_organisation",
    "describe_attribute",
    "describe_group",
    "describe_organisation",
    "grant",
    "move_organisation",
    "place",
    "remove_member",
    "set_member",
    "withdraw",
]
