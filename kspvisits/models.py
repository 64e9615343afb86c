"""No rows of its own: this is what Django imports once all rows are known, and checks that read rows need that."""

from kspvisits import checks  # noqa: F401  importing registers them
