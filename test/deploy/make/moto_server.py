"""Starts moto's server, with what it lacks: of Lambda, settings for logs; of CloudFormation, SAM, images, versions, aliases."""

import sys

from moto.awslambda.models import LambdaFunction, lambda_backends
from moto.cloudformation import models as cloudformation
from moto.cloudformation import parsing, responses
from moto.cloudformation.exceptions import CloudFormationError
from moto.core.common_models import CloudFormationModel
from moto.ecr.models import Repository, ecr_backends
from moto.server import main
from samtranslator.translator.transform import transform

get_configuration = LambdaFunction.get_configuration
update_configuration = LambdaFunction.update_configuration
create = LambdaFunction.__init__
parse_template = cloudformation.Stack.parse_template
class_from_type = parsing.resource_class_from_type
delete_change_set = cloudformation.CloudFormationBackend.delete_change_set
describe_change_set = cloudformation.CloudFormationBackend.describe_change_set
parameter_at = parsing.ResourceMap.parse_ssm_parameter
validate_different_update = responses.CloudFormationResponse._validate_different_update
template_at = responses.get_stack_from_s3_url


def create_with_logging(self, account_id, spec, *args, **kwargs):
    self.logging_config = spec.get("LoggingConfig")
    create(self, account_id, spec, *args, **kwargs)


def update_with_logging(self, config_updates):
    self.logging_config = config_updates.get("LoggingConfig", self.logging_config)
    return update_configuration(self, config_updates)


def get_with_logging(self, on_create=False):
    return {**get_configuration(self, on_create), "LoggingConfig": self.logging_config}


def create_with_all_properties(cls, resource_name, cloudformation_json, account_id, region_name, **_):
    spec = {**cloudformation_json["Properties"], "FunctionName": resource_name}
    # CloudFormation has a list of tags, Lambda's API an object.
    spec["Tags"] = {tag["Key"]: tag["Value"] for tag in spec.get("Tags", [])}
    return lambda_backends[account_id][region_name].create_function(spec)


LambdaFunction.__init__ = create_with_logging
LambdaFunction.update_configuration = update_with_logging
LambdaFunction.get_configuration = get_with_logging
LambdaFunction.create_from_cloudformation_json = classmethod(create_with_all_properties)


def delete_with_images(self, account_id, region):
    """moto does not know EmptyOnDelete, with which CloudFormation deletes a repository that has images."""
    ecr_backends[account_id][region].delete_repository(self.name, force=True)


Repository.delete = delete_with_images


class Resource(CloudFormationModel):
    """A resource that only has a name. Every attribute is that name."""

    # moto derives the name of a service from the module of a model.
    __module__ = "moto.cloudformation.more"

    def __init__(self, name):
        self.name = name

    @property
    def physical_resource_id(self):
        return self.name

    @staticmethod
    def cloudformation_name_type():
        return ""

    @staticmethod
    def cloudformation_type():
        return "Any"

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **_):
        return cls(resource_name)

    @classmethod
    def update_from_cloudformation_json(cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name):
        return original_resource

    @classmethod
    def delete_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name):
        pass

    @classmethod
    def has_cfn_attr(cls, attr):
        return True

    def get_cfn_attribute(self, attribute_name):
        return self.name


class Version(Resource):
    __module__ = Resource.__module__

    @staticmethod
    def cloudformation_type():
        return "AWS::Lambda::Version"

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **_):
        function_name = cloudformation_json["Properties"]["FunctionName"]
        version = lambda_backends[account_id][region_name].publish_version(function_name)
        resource = cls(version.function_arn)
        resource.version = str(version.version)
        return resource

    def get_cfn_attribute(self, attribute_name):
        return self.version if attribute_name == "Version" else self.name


class Alias(Resource):
    __module__ = Resource.__module__

    @staticmethod
    def cloudformation_type():
        return "AWS::Lambda::Alias"

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **_):
        return cls(cls.put("create_alias", cloudformation_json, account_id, region_name))

    @classmethod
    def update_from_cloudformation_json(cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name):
        cls.put("update_alias", cloudformation_json, account_id, region_name)
        return original_resource

    @staticmethod
    def put(operation, cloudformation_json, account_id, region_name):
        properties = cloudformation_json["Properties"]
        function_name = properties["FunctionName"]
        backend = lambda_backends[account_id][region_name]
        put = getattr(backend, operation)
        put(properties["Name"], function_name, properties["FunctionVersion"], "", None)
        return f"{backend.get_function(function_name).function_arn}:{properties['Name']}"


supported = {kind.cloudformation_type(): kind for kind in (Version, Alias)}


def class_of_any_type(resource_type):
    kind = supported.get(resource_type) or class_from_type(resource_type) or Resource
    supported[resource_type] = kind
    return keeping(kind)


def keeping(kind):
    """moto fails if an update gives nothing: several of its models do so, and it updates what a condition has left out."""
    if not hasattr(kind, "keeps"):
        update = kind.update_from_cloudformation_json

        def update_or_keep(original_resource, new_resource_name, **others):
            if original_resource is None:
                return Resource(new_resource_name)
            updated = update(original_resource=original_resource, new_resource_name=new_resource_name, **others)
            return updated or original_resource

        kind.update_from_cloudformation_json = staticmethod(update_or_keep)
        kind.keeps = True
    return kind


class NoManagedPolicies:
    """Roles of SAM's own would need them."""

    def load(self):
        return {}


def parse_and_transform(template):
    parsed = parse_template(template)
    if "AWS::Serverless-2016-10-31" in str(parsed.get("Transform")):
        return transform(parsed, {}, NoManagedPolicies())
    return parsed


def parse_change_set(self):
    self.template_dict = parse_and_transform(self.template)


def apply_change_set(self):
    stack = self.stack
    before = stack.template_dict.get("Resources", {})
    after = self.template_dict["Resources"]
    if before:
        # moto adds resources before it changes others. A version that it adds has to be one of the changed function.
        functions = {name: each for name, each in after.items() if each["Type"] == "AWS::Lambda::Function"}
        changed = {name: functions.get(name, each) for name, each in before.items()}
        stack.resource_map.update({**self.template_dict, "Resources": changed}, self.parameters)
    stack.resource_map.update(self.template_dict, self.parameters)
    stack.template = self.template
    stack.template_dict = self.template_dict
    stack.parameters = self.parameters
    stack.output_map = stack._create_output_map()


def has_parameters(self, other):
    defaults = {name: each.get("Default") for name, each in self.template_dict.get("Parameters", {}).items()}
    return {**defaults, **self.parameters} == {**defaults, **other}


cloudformation.Stack.has_parameters = has_parameters
class ChangeSetNotFound(CloudFormationError):
    """The CDK deletes the change set before it creates one, and waits for this. moto has other errors for it."""

    code = "ChangeSetNotFound"


def has_change_set(self, name):
    return any(name in (each.change_set_id, each.change_set_name) for each in self.change_sets.values())


def delete_change_set_if_there(self, change_set_name):
    if has_change_set(self, change_set_name):
        delete_change_set(self, change_set_name)


def describe_change_set_if_there(self, change_set_name):
    if has_change_set(self, change_set_name):
        return describe_change_set(self, change_set_name)
    raise ChangeSetNotFound(f"ChangeSet [{change_set_name}] does not exist")


def value_of_parameter(self, value, value_type):
    """moto takes the value that a parameter of Systems Manager had for its name, when it updates a stack."""
    return parameter_at(self, value, value_type) if value.startswith("/") else value


def template_on_this_machine(template_url, **others):
    """moto takes the address of a server for the name of a bucket, unless it is localhost."""
    return template_at(template_url.replace("//127.0.0.1:", "//localhost:"), **others)


def allow_no_changes(self, incoming_params, stack_body, old_stack):
    """A change set without changes is created, and has failed. moto refuses it, as it does an update without changes."""
    if self._get_action() != "CreateChangeSet":
        validate_different_update(self, incoming_params, stack_body, old_stack)


responses.CloudFormationResponse._validate_different_update = allow_no_changes
cloudformation.CloudFormationBackend.delete_change_set = delete_change_set_if_there
cloudformation.CloudFormationBackend.describe_change_set = describe_change_set_if_there
parsing.ResourceMap.parse_ssm_parameter = value_of_parameter
responses.get_stack_from_s3_url = template_on_this_machine
parsing.resource_class_from_type = class_of_any_type
cloudformation.Stack.parse_template = staticmethod(parse_and_transform)
cloudformation.ChangeSet._parse_template = parse_change_set
cloudformation.ChangeSet.apply = apply_change_set

if __name__ == "__main__":
    main(sys.argv[1:])
