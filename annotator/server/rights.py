"""Who may do what on the pages."""

from annotator.server.served_project import ServedProject
from labels.role import ADMINISTERS
from labels.store.people.people import person_of
from labels.store.queries import Annotator


def may_change_corpus(project: ServedProject, visitor: Annotator | None) -> bool:
    """Whether somebody may add and correct articles.

    Anybody on a private machine; where people sign in with a password, administrators; elsewhere nobody.
    """
    if visitor is None or not project.has_accounts:
        return visitor is not None and project.guest is not None
    person = person_of(project.store.connection, visitor.id)
    return person is not None and not person.disabled and person.role in ADMINISTERS
