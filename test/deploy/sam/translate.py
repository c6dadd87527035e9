"""Translates SAM templates, as CloudFormation does: translate.py FILE… prints a list of templates as JSON."""

import json
import os
import sys
from pathlib import Path

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse


class NoManagedPolicies:
    """The names of managed policies, which no template needs."""

    def load(self):
        return {}


os.environ.setdefault("AWS_DEFAULT_REGION", "eu-central-1")
templates = [yaml_parse(Path(file).read_text()) for file in sys.argv[1:]]
json.dump([transform(each, {}, NoManagedPolicies()) for each in templates], sys.stdout)
