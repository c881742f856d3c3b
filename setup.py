"""Carry the folder resources/ into the wheel; pyproject.toml says all the rest."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithResources(build_py):
    """Copy fonts, icons, catalogues and samples beside the modules that read them."""

    def run(self) -> None:
        """Build the package as setuptools does, then add the data."""
        super().run()
        if self.editable_mode:
            return  # a checkout reads resources/ itself
        source = Path(__file__).resolve().parent / "resources"
        target = Path(self.build_lib) / "ledgerdesk" / "_resources"
        without = shutil.ignore_patterns("__pycache__")  # a script among them may have been run
        shutil.copytree(source, target, dirs_exist_ok=True, ignore=without)


setup(cmdclass={"build_py": BuildWithResources})
