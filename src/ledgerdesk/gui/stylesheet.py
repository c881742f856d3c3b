"""The one style sheet: text roles, grounds, fields and scroll bars, filled from the tokens."""

from collections.abc import Mapping

_SHEET = """
QWidget[ground="window"] {{ background: {window}; }}
QWidget[ground="surface"] {{ background: {surface}; }}
QWidget[ground="raised"] {{ background: {raised}; }}
QWidget[ground="desk"] {{ background: {desk}; }}
QWidget[ground="card"] {{ background: {surface}; border: 1px solid {line2}; border-radius: 8px; }}
QWidget[ground="quick"] {{ background: {raised}; border: 1px solid {line}; border-radius: 8px; }}
QFrame[rule="line"] {{ background: {line}; border: none; }}
QFrame[rule="line2"] {{ background: {line2}; border: none; }}

QLabel {{ background: transparent; color: {text}; }}
QLabel[tone="muted"] {{ color: {muted}; }}
QLabel[tone="accent"] {{ color: {accent}; }}
QLabel[tone="ok"] {{ color: {ok}; }}
QLabel[tone="warn"] {{ color: {warn}; }}
QLabel[tone="bad"] {{ color: {bad}; }}
QLabel[tone="disabled"] {{ color: {disabled}; }}

QLineEdit, QPlainTextEdit {{
    background: {surface}; color: {text}; border: 1px solid {line2};
    border-bottom: 1px solid {edge}; border-radius: 4px; padding: 0 11px;
    selection-background-color: {fill}; selection-color: {on_fill};
    placeholder-text-color: {muted};
}}
QLineEdit {{ min-height: 34px; max-height: 34px; }}
QLineEdit[filter="true"] {{ min-height: 30px; max-height: 30px; padding-left: 4px; }}
QLineEdit[bad="true"] {{ border: 1px solid {bad}; }}
QLineEdit:disabled {{ background: {hover}; color: {disabled}; border-color: {line}; }}
QLineEdit[cell="true"] {{
    background: transparent; border: none; border-radius: 0; padding: 0 8px;
    min-height: 34px; max-height: 34px;
}}
QLineEdit[password="filled"] {{ font-size: 12px; letter-spacing: 3px; }}
QPlainTextEdit {{ padding: 6px 7px; }}

QComboBox {{ combobox-popup: 0; }}
QComboBox QAbstractItemView {{
    background: {surface}; color: {text}; border: 1px solid {line2}; padding: 4px; outline: none;
}}
QComboBox QAbstractItemView::item {{ min-height: 28px; padding: 0 8px; border-radius: 4px; }}
QComboBox QAbstractItemView::item:selected {{ background: {soft}; color: {text}; }}

QMenuBar {{ background: {window}; color: {text}; border: none; padding: 0 4px; spacing: 0; }}
QMenuBar::item {{ background: transparent; padding: 9px 11px; }}
QMenuBar::item:selected, QMenuBar::item:pressed {{ background: {hover}; }}
QMenu {{ background: {surface}; color: {text}; border: 1px solid {line2}; padding: 4px; }}
QMenu::item {{ padding: 7px 24px 7px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {soft}; color: {text}; }}
QMenu::item:disabled {{ color: {disabled}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 8px; }}

QTextBrowser {{ background: {surface}; color: {text}; border: none; }}

QTableView, QListView {{
    background: {surface}; border: none; outline: none; color: {text};
    selection-background-color: {soft}; selection-color: {text};
}}
QTableView[ground="raised"], QListView[ground="raised"] {{ background: {raised}; }}
QHeaderView {{ background: {surface}; border: none; }}
QAbstractScrollArea::corner {{ background: {surface}; border: none; }}
QTableCornerButton::section {{ background: {surface}; border: none; }}

QScrollArea {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: 8px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 8px; margin: 0; }}
QScrollBar::handle {{ background: {line2}; border-radius: 3px; margin: 1px; min-height: 32px; }}
QScrollBar::handle:hover {{ background: {edge}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}

QToolTip {{ background: {tip}; color: {on_tip}; border: none; padding: 6px 10px; font-size: 12px; }}
QDialog {{ background: {surface}; }}
"""


def stylesheet(colours: Mapping[str, str]) -> str:
    """Fill the sheet with a theme's colours by role."""
    return _SHEET.format_map(colours)
