"""A counter of people that works by links: where each of its steps leads."""

from dataclasses import dataclass

#: Stands in the addresses that scripts fill in, which put the number of the moment in its place.
PLACEHOLDER = 99_999
LEAPS = (5, 10)


@dataclass(frozen=True)
class Step:
    """One button: how far it goes, and the number it leads to, or None where it would change nothing."""

    size: int
    end: int | None

    @property
    def label(self) -> str:
        return f"+{self.size}" if self.size > 0 else f"−{-self.size}"


@dataclass(frozen=True)
class Counter:
    """From 1 to ``most``, by ones and, where there is room, by leaps of five and ten: up or, ``downwards``, down."""

    value: int
    most: int
    downwards: bool = False

    @property
    def less(self) -> Step:
        return self._step(-1)

    @property
    def more(self) -> Step:
        return self._step(1)

    @property
    def leaps(self) -> list[Step]:
        return [self._step(-size if self.downwards else size) for size in LEAPS if size < self.most]

    def _step(self, size: int) -> Step:
        end = max(1, min(self.value + size, self.most))
        return Step(size, end if end != self.value else None)
