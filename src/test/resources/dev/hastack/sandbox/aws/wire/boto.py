"""Calls every protocol of the AWS at AWS_ENDPOINT_URL and checks its answers; see BotoIT."""

import datetime

import boto3
from botocore.exceptions import ClientError

WHEN = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)
BYTES = b"\x00\x01<&>\xff"


def check(got, wanted):
    assert got == wanted, f"got {got!r} and not {wanted!r}"


def check_error(code, call):
    try:
        call()
    except ClientError as error:
        check(error.response["Error"]["Code"], code)
        return error
    raise AssertionError(f"no error, {code} was to come")


def query():
    autoscaling = boto3.client("autoscaling")
    group = autoscaling.describe_auto_scaling_groups(
        Filters=[{"Name": "tag:a", "Values": ["1", "2"]}, {"Name": "tag-key", "Values": ["b"]}]
    )["AutoScalingGroups"][0]
    check(group["Tags"], [{"Key": "a", "Value": "<1> & 2"}])
    check([zone for zone in group["AvailabilityZones"]], ["z1", "z2"])
    check(group["CreatedTime"], WHEN)
    autoscaling.put_scheduled_update_group_action(
        AutoScalingGroupName="app", ScheduledActionName="night", StartTime=WHEN
    )
    sns = boto3.client("sns")
    check(sns.get_topic_attributes(TopicArn="t")["Attributes"], {"A": "1", "B": "two\r\nlines"})
    sns.publish(
        TopicArn="t",
        Message="m",
        MessageAttributes={"raw": {"DataType": "Binary", "BinaryValue": BYTES}},
    )
    error = check_error(
        "AlreadyExists",
        lambda: autoscaling.create_auto_scaling_group(
            AutoScalingGroupName="app", MinSize=0, MaxSize=1
        ),
    )
    assert isinstance(error, autoscaling.exceptions.AlreadyExistsFault), error


def ec2_query():
    ec2 = boto3.client("ec2")
    instance = ec2.describe_instances(
        Filters=[{"Name": "tag:a", "Values": ["1", "2"]}], InstanceIds=["i-1", "i-2"]
    )["Reservations"][0]["Instances"][0]
    check(instance["LaunchTime"], WHEN)
    check(instance["SecurityGroups"], [{"GroupId": "sg-1", "GroupName": "web"}])
    ec2.import_key_pair(KeyName="k", PublicKeyMaterial=BYTES)
    check_error("InvalidSubnetID.NotFound", lambda: ec2.describe_subnets(SubnetIds=["subnet-0"]))
    check_error("NotImplemented", lambda: ec2.describe_hosts())


def json_1_1():
    ssm = boto3.client("ssm")
    check(ssm.get_parameter(Name="p")["Parameter"]["LastModifiedDate"], WHEN)
    ssm.send_command(DocumentName="d", Parameters={"commands": ["one", "two"]})
    check_error("ParameterNotFound", lambda: ssm.get_parameter(Name="none"))
    secrets = boto3.client("secretsmanager")
    secrets.put_secret_value(SecretId="s", SecretBinary=BYTES)
    check(secrets.get_secret_value(SecretId="s")["SecretBinary"], BYTES)


def json_1_0():
    sqs = boto3.client("sqs")
    message = sqs.receive_message(QueueUrl="http://q")["Messages"][0]
    check(message["Attributes"], {"SentTimestamp": "1"})
    check(message["MessageAttributes"]["raw"]["BinaryValue"], BYTES)
    error = check_error("AWS.SimpleQueueService.NonExistentQueue", lambda: sqs.get_queue_url(QueueName="none"))
    assert isinstance(error, sqs.exceptions.QueueDoesNotExist), error


query()
ec2_query()
json_1_1()
json_1_0()
