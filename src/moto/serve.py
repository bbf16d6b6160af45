"""Runs the AWS emulator moto and ends it when standard input ends.

Whoever starts this holds the other end of standard input: when that process is gone, however it
went, this one must not stay behind.

Where moto 5.2.1 answers otherwise than AWS, and a test or the sandbox would notice, it is corrected
here, so that nobody who calls it needs a special case.
"""

import os
import sys
import threading

from moto import settings
from moto.autoscaling.models import AutoScalingBackend, FakeAutoScalingGroup, InstanceState
from moto.autoscaling.responses import AutoScalingResponse
from moto.core.responses import ActionResult, EmptyResult
from moto.ec2.models.launch_templates import LaunchTemplate
from moto.ec2.utils import parse_user_data
from moto.rds.exceptions import DBSubnetGroupNotFoundError
from moto.rds.models import DBClusterSnapshot, RDSBackend
from moto.rds.responses import RDSResponse
from moto.server import main

REMEMBERED_NUMBERS = {
    "DefaultInstanceWarmup": "default_instance_warmup",
    "MaxInstanceLifetime": "max_instance_lifetime",
}

# Nobody validates the domain of a certificate here: it is issued when it is next looked at.
settings.ACM_VALIDATION_WAIT = -1

# How AWS answers for what these numbers are set to when they are to go.
UNSET_NUMBERS = (-1, 0)


def exit_at_end_of_input() -> None:
    # File descriptor 0 is read directly: the buffered object's lock would outlive the thread.
    while os.read(0, 4096):
        pass
    os._exit(0)


def answer_with_current_template_tags() -> None:
    """moto answers with the tags that a launch template was created with."""
    LaunchTemplate.tags = property(LaunchTemplate.get_tags, lambda self, tags: None)


def keep_template_tags_out_of_its_content() -> None:
    """moto answers the tags that a template is created with as content of its first version."""
    create = LaunchTemplate.__init__

    def created(self, backend, name, template_data, *args, **others):
        specifications = template_data.pop("TagSpecifications", [])
        of_launches = [each for each in specifications if each["ResourceType"] != "launch-template"]
        if of_launches:
            template_data["TagSpecifications"] = of_launches
        create(self, backend, name, template_data, *args, **others)

    LaunchTemplate.__init__ = created


def read_user_data_of_every_version() -> None:
    """moto reads that of a template's first version, and starts no server of another that has some."""
    create_version = LaunchTemplate.create_version

    def read(self, data, description):
        if isinstance(data.get("UserData"), str):
            data["UserData"] = parse_user_data(data["UserData"])
        return create_version(self, data, description)

    LaunchTemplate.create_version = read


def launch_what_rounding_loses() -> None:
    """moto rounds both shares of a mixed group down."""
    set_desired_capacity = FakeAutoScalingGroup.set_desired_capacity

    def whole(self, new_capacity):
        set_desired_capacity(self, new_capacity)
        missing = (self.desired_capacity or 0) - len(self.active_instances())
        if missing > 0:
            self.replace_autoscaling_group_instances(missing, self.get_propagated_tags())
            if self.name in self.autoscaling_backend.autoscaling_groups:
                self.autoscaling_backend.update_attached_target_groups(self.name)

    FakeAutoScalingGroup.set_desired_capacity = whole


def remember_what_each_server_started_from() -> None:
    """moto takes every server of a group for one of its template's default version."""
    create = InstanceState.__init__

    def created(self, *args, **others):
        create(self, *args, **others)
        group = self.auto_scaling_group
        template = group.ec2_launch_template
        self.started_from = template and {
            "LaunchTemplateId": template.id,
            "LaunchTemplateName": template.name,
            "Version": str(template.get_version(group.launch_template_version).number),
        }

    InstanceState.__init__ = created
    InstanceState.launch_template = property(lambda self: self.started_from)


def keep_policy_that_an_update_leaves_out() -> None:
    """moto drops the mixed instances policy."""
    update = AutoScalingBackend.update_auto_scaling_group

    def merging(self, name, *args, mixed_instances_policy=None, launch_template=None, **others):
        group = self.autoscaling_groups.get(name)
        if group is not None and not mixed_instances_policy and not launch_template:
            mixed_instances_policy = group.mixed_instances_policy
        if mixed_instances_policy:
            # AWS answers with id and name of a template and takes such an answer back.
            template = mixed_instances_policy["LaunchTemplate"]["LaunchTemplateSpecification"]
            if template.get("LaunchTemplateId"):
                template.pop("LaunchTemplateName", None)
        return update(
            self,
            name,
            *args,
            mixed_instances_policy=mixed_instances_policy,
            launch_template=launch_template,
            **others,
        )

    AutoScalingBackend.update_auto_scaling_group = merging


def remember_what_a_group_is_told() -> None:
    """moto forgets some members of a group, and never changes others."""

    def remember(response) -> None:
        group = response.autoscaling_backend.autoscaling_groups[
            response._get_param("AutoScalingGroupName")
        ]
        for member, attribute in REMEMBERED_NUMBERS.items():
            number = response._get_int_param(member)
            if number is not None:
                setattr(group, attribute, None if number in UNSET_NUMBERS else number)
        rebalances = response._get_bool_param("CapacityRebalance")
        if rebalances is not None:
            group.capacity_rebalance = rebalances
        group.termination_policies = (
            response._get_param("TerminationPolicies") or group.termination_policies
        )

    def remembering(answer):
        def answered(self):
            result = answer(self)
            remember(self)
            return result

        return answered

    for operation in ("create_auto_scaling_group", "update_auto_scaling_group"):
        setattr(
            AutoScalingResponse, operation, remembering(getattr(AutoScalingResponse, operation))
        )


def detach_target_groups_that_are_gone() -> None:
    """moto refuses to."""
    detach = AutoScalingBackend.detach_load_balancer_target_groups

    def detached(self, group_name, target_group_arns):
        group = self.autoscaling_groups[group_name]
        there = [arn for arn in target_group_arns if arn in self.elbv2_backend.target_groups]
        group.target_group_arns = [
            arn for arn in group.target_group_arns if arn not in target_group_arns
        ]
        detach(self, group_name, there)

    AutoScalingBackend.detach_load_balancer_target_groups = detached


DATABASE_VERSIONS = {
    "aurora-postgresql": ("15.10", "16.4", "16.6", "16.8", "17.4"),
    "aurora-mysql": ("8.0.mysql_aurora.3.07.1", "8.0.mysql_aurora.3.08.0"),
}


def offer_serverless_databases() -> None:
    """moto does not say which engine versions there are, nor where db.serverless can be had."""

    def describe_db_engine_versions(self):
        engine, wanted = self.params.get("Engine"), self.params.get("EngineVersion")
        offered = [
            version
            for version in DATABASE_VERSIONS.get(engine, ())
            if wanted is None or version == wanted or version.startswith(wanted + ".")
        ]
        if str(self.params.get("DefaultOnly")).lower() == "true":
            offered = offered[-1:]
        return ActionResult(
            {
                "DBEngineVersions": [
                    {
                        "Engine": engine,
                        "EngineVersion": version,
                        "ServerlessV2FeaturesSupport": {"MinCapacity": 0, "MaxCapacity": 256},
                    }
                    for version in offered
                ]
            }
        )

    def describe_orderable_db_instance_options(self):
        engine, version = self.params.get("Engine"), self.params.get("EngineVersion")
        offered = version in DATABASE_VERSIONS.get(engine, ())
        return ActionResult(
            {
                "OrderableDBInstanceOptions": [
                    {
                        "Engine": engine,
                        "EngineVersion": version,
                        "DBInstanceClass": "db.serverless",
                        "AvailabilityZones": [
                            {"Name": self.region + letter} for letter in ("a", "b", "c", "d", "e", "f")
                        ],
                    }
                ]
                if offered
                else []
            }
        )

    RDSResponse.describe_db_engine_versions = describe_db_engine_versions
    RDSResponse.describe_orderable_db_instance_options = describe_orderable_db_instance_options


def tell_how_many_snapshots_fit() -> None:
    """moto keeps to a quota and does not say which."""

    def describe_account_attributes(self):
        return ActionResult(
            {
                "AccountQuotas": [
                    {
                        "AccountQuotaName": "ManualClusterSnapshots",
                        "Used": len(self.backend.cluster_snapshots),
                        "Max": self.backend.SNAPSHOT_QUOTA,
                    }
                ]
            }
        )

    RDSResponse.describe_account_attributes = describe_account_attributes


def tell_whose_life_a_snapshot_is_of() -> None:
    """moto does not say which cluster of a name it was."""
    DBClusterSnapshot.db_cluster_resource_id = property(
        lambda self: self.cluster.db_cluster_resource_id
    )


def keep_subnet_group_that_is_modified() -> None:
    """moto drops it."""

    def modified(self, subnet_name, description, subnets):
        group = self.subnet_groups.get(subnet_name)
        if group is None:
            raise DBSubnetGroupNotFoundError(subnet_name)
        group.subnets = subnets
        if description is not None:
            group.description = description
        return group

    RDSBackend.modify_db_subnet_group = modified


def keep_capacity_that_a_change_leaves_out() -> None:
    """moto drops it, and keeps the pause that AWS drops with a minimum above 0."""
    modify = RDSBackend.modify_db_cluster
    member = "serverless_v2_scaling_configuration"

    def merging(self, kwargs):
        cluster = self.clusters.get(kwargs["db_cluster_identifier"])
        if cluster is not None and kwargs.get(member):
            capacity = {**(getattr(cluster, member) or {}), **kwargs[member]}
            if float(capacity.get("min_capacity") or 0) > 0:
                capacity.pop("seconds_until_auto_pause", None)
            kwargs[member] = capacity
        return modify(self, kwargs)

    RDSBackend.modify_db_cluster = merging


def stop_collecting_metrics() -> None:
    """moto does not know DisableMetricsCollection."""

    def disable_metrics_collection(self):
        group = self.autoscaling_backend.autoscaling_groups[
            self._get_param("AutoScalingGroupName")
        ]
        named = self._get_param("Metrics", [])
        group.metrics = [metric for metric in group.metrics if named and metric not in named]
        return EmptyResult()

    AutoScalingResponse.disable_metrics_collection = disable_metrics_collection


if __name__ == "__main__":
    answer_with_current_template_tags()
    keep_template_tags_out_of_its_content()
    read_user_data_of_every_version()
    launch_what_rounding_loses()
    remember_what_each_server_started_from()
    keep_policy_that_an_update_leaves_out()
    remember_what_a_group_is_told()
    detach_target_groups_that_are_gone()
    stop_collecting_metrics()
    offer_serverless_databases()
    tell_whose_life_a_snapshot_is_of()
    tell_how_many_snapshots_fit()
    keep_subnet_group_that_is_modified()
    keep_capacity_that_a_change_leaves_out()
    if os.environ.get("HASTACK_END_WITH_STDIN"):
        threading.Thread(target=exit_at_end_of_input, daemon=True).start()
    main(sys.argv[1:])
