"""Every feature, bound to the steps."""

from pytest_bdd import scenarios

from harness.gate.features import features_folder

scenarios(str(features_folder()))
