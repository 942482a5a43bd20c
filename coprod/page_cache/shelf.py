"""Room for so many bytes."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Shelf(Generic[K, V]):
    """Things in so many bytes; the one that was taken longest ago makes room."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.taken = 0
        self._things: OrderedDict[K, tuple[V, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._things)

    def get(self, key: K) -> V | None:
        found = self._things.get(key)
        if found is None:
            return None
        self._things.move_to_end(key)
        return found[0]

    def put(self, key: K, thing: V, size: int) -> None:
        self._drop(key)
        self._things[key] = thing, size
        self.taken += size
        while self.taken > self.room:
            self._drop(next(iter(self._things)))

    def clear(self) -> None:
        self._things.clear()
        self.taken = 0

    def _drop(self, key: K) -> None:
        if found := self._things.pop(key, None):
            self.taken -= found[1]
