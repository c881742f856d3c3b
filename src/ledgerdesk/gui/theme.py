"""Every colour, measure and type size of the window, named by its role; a widget names no hex."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from ledgerdesk.gui.stylesheet import stylesheet
from ledgerdesk.resources import resource

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

FAMILY = "Noto Sans SC"
RARE = "LedgerDesk Fallback"
SMALL, BODY, LARGE, TITLE, HUGE = 12, 14, 18, 24, 36

GAP_4, GAP_8, GAP_12, GAP_16, GAP_24, GAP_32 = 4, 8, 12, 16, 24, 32
PAGE_SIDE, PAGE_TOP = 24, 14
MENU_BAR, STATUS_BAR, SIDEBAR = 40, 28, 192
FIELD_HEIGHT, FILTER_HEIGHT, BUTTON_HEIGHT, BIG_BUTTON_HEIGHT = 36, 32, 32, 44
ROW_HEIGHT, HEADER_HEIGHT, LINE_HEIGHT, TWO_LINE_ROW = 32, 30, 36, 48
SIDE_PANEL, DETAIL_PANE, LIST_PANE = 344, 500, 288
RADIUS, BIG_RADIUS, PANEL_RADIUS = 4, 6, 8
CHIP_HEIGHT = 20


class ThemeName(StrEnum):
    """The themes somebody may choose; `SYSTEM` follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class Tokens(NamedTuple):  # a dataclass of thirty fields takes 2 ms to be made at every start
    """One theme: each role's colour as `#RRGGBB`."""

    window: str
    surface: str
    raised: str
    hover: str
    dis: str
    line: str
    line2: str
    edge: str
    text: str
    muted: str
    accent: str
    fill: str
    fill_hover: str
    fill_down: str
    on_fill: str
    on_fill_key: str
    soft: str
    ring: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    tip: str
    on_tip: str
    tip_action: str
    disabled: str
    desk: str
    paper: str


LIGHT = Tokens(
    window="#F4F4F0",
    surface="#FFFFFF",
    raised="#FAFAF7",
    hover="#F1F1ED",
    dis="#E3E3DD",
    line="#E3E3DD",
    line2="#D2D3CD",
    edge="#858A91",
    text="#1B2026",
    muted="#5A6068",
    accent="#1F4B7A",
    fill="#1F4B7A",
    fill_hover="#183E66",
    fill_down="#123152",
    on_fill="#FFFFFF",
    on_fill_key="#CFDCEA",
    soft="#E3EBF4",
    ring="#3B78BC",
    ok="#1C6844",
    ok_soft="#E2F1E8",
    warn="#80500A",
    warn_soft="#FBF0D8",
    bad="#AE2A1F",
    bad_soft="#FBE8E5",
    tip="#23282E",
    on_tip="#F3F4F5",
    tip_action="#9CC3EC",
    disabled="#8D9298",
    desk="#E3E3DD",
    paper="#FFFFFF",
)
DARK = Tokens(
    window="#15171A",
    surface="#1B1E22",
    raised="#21252A",
    hover="#262A30",
    dis="#2D3238",
    line="#2D3238",
    line2="#3B4149",
    edge="#7C848D",
    text="#E6E8EB",
    muted="#A3AAB2",
    accent="#8DB7E5",
    fill="#3A6EA8",
    fill_hover="#4075AF",
    fill_down="#315F92",
    on_fill="#FFFFFF",
    on_fill_key="#EEF4FA",
    soft="#24364A",
    ring="#8DB7E5",
    ok="#79C99A",
    ok_soft="#1B3427",
    warn="#E3B667",
    warn_soft="#382D17",
    bad="#F1958B",
    bad_soft="#412522",
    tip="#E6E8EB",
    on_tip="#1B1E22",
    tip_action="#1F4B7A",
    disabled="#6C737B",
    desk="#121417",
    paper="#D9DBDD",
)
CONTRAST = Tokens(
    window="#000000",
    surface="#000000",
    raised="#000000",
    hover="#1A1A1A",
    dis="#1A1A1A",
    line="#8C8C8C",
    line2="#FFFFFF",
    edge="#FFFFFF",
    text="#FFFFFF",
    muted="#E6E6E6",
    accent="#FFD633",
    fill="#FFD633",
    fill_hover="#FFE480",
    fill_down="#E6BE1A",
    on_fill="#000000",
    on_fill_key="#000000",
    soft="#00375C",
    ring="#FFD633",
    ok="#7DF0A8",
    ok_soft="#000000",
    warn="#FFC24D",
    warn_soft="#000000",
    bad="#FF9B91",
    bad_soft="#000000",
    tip="#FFFFFF",
    on_tip="#000000",
    tip_action="#00375C",
    disabled="#A6A6A6",
    desk="#1A1A1A",
    paper="#FFFFFF",
)
THEMES = {ThemeName.LIGHT: LIGHT, ThemeName.DARK: DARK, ThemeName.CONTRAST: CONTRAST}


class Look(QObject):
    """The theme in force; `changed` says that everything painted must be painted again."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name = ThemeName.LIGHT
        self.tokens = LIGHT

    def colour(self, role: str) -> QColor:
        """Give the colour of a role; an unknown role is a bug (`AttributeError`)."""
        return QColor(getattr(self.tokens, role))

    @property
    def is_flat(self) -> bool:
        """Tell whether soft grounds and shadows give way to outlines."""
        return self.name is ThemeName.CONTRAST

    def choose(self, wanted: ThemeName) -> None:
        """Put a theme on the running application, live."""
        self.name = _system_theme() if wanted is ThemeName.SYSTEM else wanted
        self.tokens = THEMES[self.name]
        application = QApplication.instance()
        if not isinstance(application, QApplication):
            raise TypeError("a theme needs a QApplication")
        application.setPalette(palette_of(self.tokens))
        application.setStyleSheet(stylesheet(self.tokens._asdict()))
        self.changed.emit()


_LOOK: list[Look] = []


def look() -> Look:
    """Give the one look of this process."""
    if not _LOOK:
        _LOOK.append(Look())
    return _LOOK[0]


def colour(role: str) -> QColor:
    """Give the colour of a role in the theme in force."""
    return look().colour(role)


def _system_theme() -> ThemeName:
    hints = QGuiApplication.styleHints()
    if hints.colorScheme() == Qt.ColorScheme.Dark:
        return ThemeName.DARK
    return ThemeName.LIGHT


def palette_of(tokens: Tokens) -> QPalette:
    """Map the roles to Qt's own, for every part that Fusion still draws."""
    palette = QPalette()
    role = QPalette.ColorRole
    pairs = {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.raised,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.muted,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.bad,
        role.Light: tokens.surface,
        role.Midlight: tokens.hover,
        role.Mid: tokens.line2,
        role.Dark: tokens.edge,
        role.Shadow: tokens.edge,
        role.Highlight: tokens.fill,
        role.HighlightedText: tokens.on_fill,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.ToolTipBase: tokens.tip,
        role.ToolTipText: tokens.on_tip,
        role.Accent: tokens.fill,
    }
    for which, value in pairs.items():
        palette.setColor(which, QColor(value))
    off = QPalette.ColorGroup.Disabled
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(off, which, QColor(tokens.disabled))
    return palette


def with_style(arguments: list[str]) -> list[str]:
    """Ask for the style as an argument of Qt's: the call for it would bring in all of QStyle."""
    return [*arguments, "-style", "fusion"]


def load_fonts() -> None:
    """Load the bundled faces; without them every label, or every rare name, would be boxes."""
    for name in ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf", "HanaMin-Fallback.ttf"):
        if QFontDatabase.addApplicationFont(str(resource("fonts", name))) < 0:
            raise RuntimeError(f"the bundled font {name} cannot be read")


def font(size: int = BODY, *, bold: bool = False) -> QFont:
    """Make a font of the one family; sizes in px, weights 400 and 700 only."""
    made = QFont([FAMILY, RARE])
    made.setPixelSize(size)
    made.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def restyle(widget: QWidget) -> None:
    """Let the style sheet judge a widget's properties anew; one not shown yet is judged anyway."""
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def dress(application: QApplication, wanted: ThemeName) -> None:
    """Give the application its fonts and its theme, over the style `with_style` asked for."""
    load_fonts()
    application.setFont(font())
    look().choose(wanted)


def contrast(first: str, second: str) -> float:
    """Compute WCAG 2's contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(value: str) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - WCAG's own

    red, green, blue = (int(value[n : n + 2], 16) for n in (1, 3, 5))
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
