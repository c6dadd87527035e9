"""Starts moto's server, with what it lacks of Lambda: the settings for logs."""

import sys

from moto.awslambda.models import LambdaFunction
from moto.server import main

get_configuration = LambdaFunction.get_configuration
update_configuration = LambdaFunction.update_configuration
create = LambdaFunction.__init__


def create_with_logging(self, account_id, spec, *args, **kwargs):
    self.logging_config = spec.get("LoggingConfig")
    create(self, account_id, spec, *args, **kwargs)


def update_with_logging(self, config_updates):
    self.logging_config = config_updates.get("LoggingConfig", self.logging_config)
    return update_configuration(self, config_updates)


def get_with_logging(self, on_create=False):
    return {**get_configuration(self, on_create), "LoggingConfig": self.logging_config}


LambdaFunction.__init__ = create_with_logging
LambdaFunction.update_configuration = update_with_logging
LambdaFunction.get_configuration = get_with_logging

if __name__ == "__main__":
    main(sys.argv[1:])
