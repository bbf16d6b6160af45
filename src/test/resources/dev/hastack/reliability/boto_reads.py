"""Reads the only stack of the account at AWS_ENDPOINT_URL and holds it to its spec; see BotoReadsIT.

The arguments are what the ground of the account gave to the spec.
"""

import base64
import sys

import boto3

IMAGE, SECURITY_GROUP, CERTIFICATE, *SUBNETS = sys.argv[1:]


def check(got, wanted):
    assert got == wanted, f"got {got!r} and not {wanted!r}"


def only(things):
    check(len(things), 1)
    return things[0]


def tags(things):
    return {tag["Key"]: tag["Value"] for tag in things}


def check_owned(found):
    check({key: found[key] for key in ("team", "tier")}, {"team": "web", "tier": "front"})
    assert any(key.startswith("hastack.dev/") for key in found), found


def template():
    ec2 = boto3.client("ec2")
    found = only(ec2.describe_launch_templates()["LaunchTemplates"])
    check_owned(tags(found["Tags"]))
    data = only(
        ec2.describe_launch_template_versions(
            LaunchTemplateId=found["LaunchTemplateId"], Versions=["$Default"]
        )["LaunchTemplateVersions"]
    )["LaunchTemplateData"]
    check(data["ImageId"], IMAGE)
    check(data["SecurityGroupIds"], [SECURITY_GROUP])
    check(
        base64.b64decode(data["UserData"]).decode(), "#!/bin/sh\nexec /opt/storefront/start\n"
    )
    return found["LaunchTemplateId"]


def target_group():
    elb = boto3.client("elbv2")
    found = only(elb.describe_target_groups()["TargetGroups"])
    arn = found["TargetGroupArn"]
    check((found["Protocol"], found["Port"]), ("HTTP", 8000))
    check(found["HealthCheckPath"], "/health")
    check((found["HealthCheckIntervalSeconds"], found["HealthyThresholdCount"]), (10, 2))
    attributes = tags(elb.describe_target_group_attributes(TargetGroupArn=arn)["Attributes"])
    check(attributes["deregistration_delay.timeout_seconds"], "30")
    check_owned(tags(only(elb.describe_tags(ResourceArns=[arn])["TagDescriptions"])["Tags"]))
    return arn


def group(template_id, target_group_arn):
    found = only(boto3.client("autoscaling").describe_auto_scaling_groups()["AutoScalingGroups"])
    check((found["MinSize"], found["MaxSize"], found["DesiredCapacity"]), (1, 5, 2))
    check(sorted(found["VPCZoneIdentifier"].split(",")), sorted(SUBNETS))
    check((found["HealthCheckType"], found["HealthCheckGracePeriod"]), ("ELB", 300))
    check(found["TargetGroupARNs"], [target_group_arn])
    check([each["ProcessName"] for each in found["SuspendedProcesses"]], ["AZRebalance"])
    check(len(found["Instances"]), 2)
    check_owned(tags(found["Tags"]))
    mixed = found["MixedInstancesPolicy"]
    check(mixed["LaunchTemplate"]["LaunchTemplateSpecification"]["LaunchTemplateId"], template_id)
    check(
        [each["InstanceType"] for each in mixed["LaunchTemplate"]["Overrides"]],
        ["t3.medium", "t3a.medium"],
    )
    check(mixed["InstancesDistribution"]["OnDemandBaseCapacity"], 1)
    check(mixed["InstancesDistribution"]["OnDemandPercentageAboveBaseCapacity"], 20)


def listeners(target_group_arn):
    elb = boto3.client("elbv2")
    balancer = only(elb.describe_load_balancers()["LoadBalancers"])
    check((balancer["Type"], balancer["Scheme"]), ("application", "internet-facing"))
    check(sorted(zone["SubnetId"] for zone in balancer["AvailabilityZones"]), sorted(SUBNETS))
    found = elb.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"]
    plain, encrypted = sorted(found, key=lambda each: each["Port"])
    check((plain["Port"], plain["Protocol"]), (80, "HTTP"))
    redirect = only(plain["DefaultActions"])["RedirectConfig"]
    check((redirect["Port"], redirect["Protocol"]), ("443", "HTTPS"))
    check((encrypted["Port"], encrypted["Protocol"]), (443, "HTTPS"))
    check(only(encrypted["Certificates"])["CertificateArn"], CERTIFICATE)
    forward = only(encrypted["DefaultActions"])
    check(forward["Type"], "forward")
    check(
        only(forward["ForwardConfig"]["TargetGroups"])["TargetGroupArn"],
        target_group_arn,
    )
    rules = elb.describe_rules(ListenerArn=encrypted["ListenerArn"])["Rules"]
    rule = only([each for each in rules if not each["IsDefault"]])
    check(rule["Priority"], "10")
    check(only(rule["Conditions"])["PathPatternConfig"]["Values"], ["/old/*"])
    check(only(rule["Actions"])["RedirectConfig"]["Path"], "/new")


TEMPLATE = template()
TARGET_GROUP = target_group()
group(TEMPLATE, TARGET_GROUP)
listeners(TARGET_GROUP)
