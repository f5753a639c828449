"""What a person may do in a project: one role for each, and the rights that follow from it."""

from typing import Literal, get_args

from labels.errors import RoleError, nearest

Role = Literal["annotator", "adjudicator", "researcher", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)

ANYBODY: frozenset[Role] = frozenset(ROLES)  # own queue, own labels, own progress
SEES_OTHERS: frozenset[Role] = frozenset({"adjudicator", "researcher", "administrator"})  # agreement
ADMINISTERS: frozenset[Role] = frozenset({"administrator"})  # people and their roles


def checked_role(role: str) -> Role:
    """The role of this name; raises RoleError, which lists them all."""
    for known in ROLES:
        if role == known:
            return known
    raise RoleError(f"'{role}' is not a role. Roles are {', '.join(ROLES)}.{nearest(role, ROLES)}")
