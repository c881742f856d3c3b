"""From which series a trade's receipt gets its number; asked only where there are several."""

from collections.abc import Sequence

from ledgerdesk.core.series import SeriesLine
from ledgerdesk.gui import theme
from ledgerdesk.gui.preferences import Preferences
from ledgerdesk.gui.widgets.select import Select


class SeriesChoice(Select):
    """The series in use; a new form begins with the one this person issued from last."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__(tall=theme.FIELD_HEIGHT)
        self._preferences = preferences
        self._person = ""
        self._lines: tuple[SeriesLine, ...] = ()

    def offer(self, lines: Sequence[SeriesLine], person_id: int) -> None:
        """Offer the series in use; what was chosen stays chosen where it still is."""
        kept, is_new = self.code, not self._lines
        self._person = str(person_id)
        self._lines = tuple(one for one in lines if one.is_active)
        self.say([f"{one.title} · {one.code}" for one in self._lines])
        if is_new:
            self.begin()
        else:
            self.put(kept or "")

    @property
    def asks(self) -> bool:
        """Tell whether there is more than one to choose from."""
        return len(self._lines) > 1

    @property
    def line(self) -> SeriesLine | None:
        """Give the chosen series, where there is a choice."""
        place = self.currentIndex()
        return self._lines[place] if self.asks and 0 <= place < len(self._lines) else None

    @property
    def code(self) -> str | None:
        """Give the code of the chosen series; None is the office's own."""
        return None if self.line is None else self.line.code

    def put(self, code: str) -> None:
        """Choose a series by its code; one that is not in use is the office's own."""
        places = {one.code: place for place, one in enumerate(self._lines)}
        own = next((one.code for one in self._lines if one.is_default), "")
        self.choose(places.get(code, places.get(own, 0)))

    def begin(self) -> None:
        """Choose what this person issued from last."""
        self.put(self._preferences.series.get(self._person, ""))

    def remember(self) -> None:
        """Remember what this person issued from."""
        if self.code is not None:
            self._preferences.series[self._person] = self.code

    def text(self) -> str:
        """Give what a draft keeps: nothing where the office's own is chosen."""
        return "" if self.line is None or self.line.is_default else self.line.code

    def forget(self) -> None:
        """Leave nothing of the book here."""
        self._lines = ()
        self.clear()
