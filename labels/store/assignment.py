"""Who may see how others labeled: nobody before they have finished themselves.

People who have read how others decided a sentence no longer decide it alone, and agreement would then
measure copying.
"""

from collections.abc import Collection, Mapping

from labels.codebook.codebook import labelable_kinds
from labels.store.agreement_queries import AgreementReader
from labels.store.queries import ProjectReader


def withheld(
    labelers_of: Mapping[str, Collection[str]], unfinished_of: Mapping[str, int], viewer: str
) -> dict[str, int]:
    """Events whose labels and agreement the viewer may not see yet, with the number of sentences left there.

    labelers_of: who holds labels in each event.  unfinished_of: sentences that the viewer has left, by event.
    A viewer without any label reads and does not label, and may see all. Events with the labels of one person
    only show nothing of others.
    """
    if not any(viewer in people for people in labelers_of.values()):
        return {}
    return {
        event: unfinished_of[event]
        for event, people in labelers_of.items()
        if len(people) > 1 and unfinished_of.get(event, 0) > 0
    }


def withheld_events(store: ProjectReader, viewer: str) -> dict[str, int]:
    """The same for a project; a sentence is finished when it is done or marked unsure."""
    kinds = labelable_kinds(store.codebook())
    reader = AgreementReader(store)
    return withheld(reader.labelers(), reader.unfinished(viewer, kinds), viewer)
