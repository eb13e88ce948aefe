"""Every feature, bound to the steps."""

from pytest_bdd import scenarios

from harness.features_location import features_folder

scenarios(str(features_folder()))
