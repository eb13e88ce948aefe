"""Where the features are: beside the packages in a checkout, inside this package in an installed wheel."""

from pathlib import Path

from harness.errors import CouldNotCheckError

_PACKAGE = Path(__file__).parent


def features_folder() -> Path:
    """The folder of all features.

    Raises:
        CouldNotCheckError: neither place has one; the installation is broken.
    """
    for folder in (_PACKAGE / "features", _PACKAGE.parent / "features"):
        if folder.is_dir():
            return folder
    raise CouldNotCheckError(f"no features beside {_PACKAGE} or in it")
