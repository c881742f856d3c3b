"""Take PyInstaller's place for QtGui: only the plugins of the list, before their libraries come."""

import bundle_contents as contents  # the spec puts packaging on the path
from PyInstaller.utils.hooks.qt import add_qt6_dependencies

hiddenimports, _binaries, datas = add_qt6_dependencies(__file__)
binaries = contents.wanted_plugins(_binaries)
