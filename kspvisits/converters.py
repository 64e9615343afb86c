"""What may stand for a year or a row in an address: ASCII digits within bounds, everything else is no page."""


class YearConverter:
    """2000 to 2099."""

    regex = "20[0-9]{2}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:d}"


class RowConverter(YearConverter):
    """A positive id that every database can hold."""

    regex = "[1-9][0-9]{0,17}"


class CountConverter(YearConverter):
    """Persons or a visitor's number: one to five digits."""

    regex = "[1-9][0-9]{0,4}"


class CodeConverter:
    """The permanent code of a category, an origin or a purpose."""

    regex = "[A-Za-z0-9-]{1,20}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
