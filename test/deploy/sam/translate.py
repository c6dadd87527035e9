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


def packaged(file):
    """The template, as `sam deploy` gives it to CloudFormation, with files in it that it would put into a bucket."""
    template = yaml_parse(Path(file).read_text())
    for resource in template["Resources"].values():
        properties = resource.get("Properties", {})
        if "DefinitionUri" in properties:
            definition = Path(file).parent / properties.pop("DefinitionUri")
            properties["Definition"] = json.loads(definition.read_text())
    return template


os.environ.setdefault("AWS_DEFAULT_REGION", "eu-central-1")
templates = [packaged(file) for file in sys.argv[1:]]
json.dump([transform(each, {}, NoManagedPolicies()) for each in templates], sys.stdout)
