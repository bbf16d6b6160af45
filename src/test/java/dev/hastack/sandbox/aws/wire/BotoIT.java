package dev.hastack.sandbox.aws.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.cache.MotoEnvironment;
import dev.hastack.sandbox.process.ChildProcess;
import dev.hastack.testing.World;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsResponse;
import software.amazon.awssdk.services.autoscaling.model.Filter;
import software.amazon.awssdk.services.autoscaling.model.PutScheduledUpdateGroupActionRequest;
import software.amazon.awssdk.services.autoscaling.model.PutScheduledUpdateGroupActionResponse;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.ImportKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.ImportKeyPairResponse;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueResponse;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.SendCommandRequest;
import software.amazon.awssdk.services.ssm.model.SendCommandResponse;

/** AWS's other SDK over real HTTP: the wire must not only please the one it was read off. */
class BotoIT {
  private static final Instant WHEN = Instant.parse("2026-01-02T03:04:05Z");
  private static final SdkBytes BYTES =
      SdkBytes.fromByteArray(new byte[] {0, 1, '<', '&', '>', (byte) 0xff});

  private final List<SdkPojo> heard = new CopyOnWriteArrayList<>();

  @Test
  void shouldUnderstandAndBeUnderstoodWhenBotoCalls(@TempDir Path directory) throws IOException {
    // Given
    Path script = directory.resolve("boto.py");
    try (InputStream source = Objects.requireNonNull(BotoIT.class.getResourceAsStream("boto.py"))) {
      Files.copy(source, script);
    }
    String python = MotoEnvironment.in(World.cache()).python().toString();
    var wire = new AwsWire(SdkServices.ALL, this::answer);
    try (LoopbackServer server = LoopbackServer.start(wire, 0);
        ChildProcess boto =
            ChildProcess.start(
                new ChildProcess.Command(
                    "boto",
                    List.of(python, script.toString()),
                    environment(server),
                    directory,
                    directory.resolve("boto.log")))) {

      // When
      int exitCode = boto.awaitExit();

      // Then
      assertThat(exitCode).as(boto.logTail()).isZero();
      assertThat(heard).containsAll(expected());
    }
  }

  private SdkPojo answer(WireCall call) {
    heard.add(call.request());
    return switch (call.operation()) {
      case "DescribeAutoScalingGroups" -> group();
      case "PutScheduledUpdateGroupAction" ->
          PutScheduledUpdateGroupActionResponse.builder().build();
      case "CreateAutoScalingGroup" -> throw new ApiError("AlreadyExists", "it does");
      case "GetTopicAttributes" ->
          GetTopicAttributesResponse.builder()
              .attributes(Map.of("A", "1", "B", "two\r\nlines"))
              .build();
      case "Publish" -> PublishResponse.builder().messageId("1").build();
      case "DescribeInstances" -> instance();
      case "ImportKeyPair" -> ImportKeyPairResponse.builder().keyName("k").build();
      case "DescribeSubnets" -> throw new ApiError("InvalidSubnetID.NotFound", "none");
      case "GetParameter" -> parameter((GetParameterRequest) call.request());
      case "SendCommand" -> SendCommandResponse.builder().build();
      case "PutSecretValue" -> PutSecretValueResponse.builder().build();
      case "GetSecretValue" -> GetSecretValueResponse.builder().secretBinary(BYTES).build();
      case "ReceiveMessage" -> message();
      case "GetQueueUrl" -> throw new ApiError("QueueDoesNotExist", "none");
      default -> throw new UnsupportedOperationException();
    };
  }

  private static SdkPojo group() {
    return DescribeAutoScalingGroupsResponse.builder()
        .autoScalingGroups(
            AutoScalingGroup.builder()
                .autoScalingGroupName("app")
                .tags(TagDescription.builder().key("a").value("<1> & 2").build())
                .availabilityZones("z1", "z2")
                .createdTime(WHEN)
                .build())
        .build();
  }

  private static SdkPojo instance() {
    var group = GroupIdentifier.builder().groupId("sg-1").groupName("web").build();
    var instance = Instance.builder().launchTime(WHEN).securityGroups(group).build();
    return DescribeInstancesResponse.builder()
        .reservations(Reservation.builder().instances(instance).build())
        .build();
  }

  private static SdkPojo parameter(GetParameterRequest request) {
    if (request.name().equals("none")) {
      throw new ApiError("ParameterNotFound", "none");
    }
    return GetParameterResponse.builder().parameter(any -> any.lastModifiedDate(WHEN)).build();
  }

  private static SdkPojo message() {
    var raw =
        software.amazon.awssdk.services.sqs.model.MessageAttributeValue.builder()
            .dataType("Binary")
            .binaryValue(BYTES)
            .build();
    return ReceiveMessageResponse.builder()
        .messages(
            Message.builder()
                .attributes(Map.of(MessageSystemAttributeName.SENT_TIMESTAMP, "1"))
                .messageAttributes(Map.of("raw", raw))
                .build())
        .build();
  }

  private static List<SdkPojo> expected() {
    return List.of(
        DescribeAutoScalingGroupsRequest.builder()
            .filters(
                Filter.builder().name("tag:a").values("1", "2").build(),
                Filter.builder().name("tag-key").values("b").build())
            .build(),
        PutScheduledUpdateGroupActionRequest.builder()
            .autoScalingGroupName("app")
            .scheduledActionName("night")
            .startTime(WHEN)
            .build(),
        PublishRequest.builder()
            .topicArn("t")
            .message("m")
            .messageAttributes(
                Map.of(
                    "raw",
                    MessageAttributeValue.builder().dataType("Binary").binaryValue(BYTES).build()))
            .build(),
        DescribeInstancesRequest.builder()
            .filters(
                software.amazon.awssdk.services.ec2.model.Filter.builder()
                    .name("tag:a")
                    .values("1", "2")
                    .build())
            .instanceIds("i-1", "i-2")
            .build(),
        ImportKeyPairRequest.builder().keyName("k").publicKeyMaterial(BYTES).build(),
        SendCommandRequest.builder()
            .documentName("d")
            .parameters(Map.of("commands", List.of("one", "two")))
            .build());
  }

  private static Map<String, String> environment(LoopbackServer server) {
    return Map.of(
        "AWS_ENDPOINT_URL",
        server.uri().toString(),
        "AWS_DEFAULT_REGION",
        SdkServices.REGION,
        "AWS_ACCESS_KEY_ID",
        SdkServices.ACCESS_KEY_ID,
        "AWS_SECRET_ACCESS_KEY",
        "secret");
  }
}
