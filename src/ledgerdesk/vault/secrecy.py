"""What holds a secret shows only its kind, and is neither pickled nor copied."""


class Withheld:
    """Give a dataclass made with `repr=False` a text that shows nothing and no way to disk."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"

    def __reduce__(self) -> str:
        raise TypeError("a secret is never pickled")
