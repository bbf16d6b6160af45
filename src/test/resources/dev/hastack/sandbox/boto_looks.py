"""Tells what boto3 sees in the account of a running sandbox; see SandboxIT."""

import boto3

for group in boto3.client("autoscaling").describe_auto_scaling_groups()["AutoScalingGroups"]:
    print("group", group["AutoScalingGroupName"], len(group["Instances"]))
for balancer in boto3.client("elbv2").describe_load_balancers()["LoadBalancers"]:
    print("load balancer", balancer["LoadBalancerName"], balancer["State"]["Code"])
for database in boto3.client("rds").describe_db_clusters()["DBClusters"]:
    print("database", database["DBClusterIdentifier"], database["Status"])
print("account", boto3.client("sts").get_caller_identity()["Account"])
