package dev.hastack.sandbox.aws.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.hastack.sandbox.aws.world.ApiError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsResponse;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;

class AwsWireTest {
  private final List<WireCall> calls = new ArrayList<>();
  private Backend backend = call -> DescribeAutoScalingGroupsResponse.builder().build();
  private final AwsWire wire = new AwsWire(SdkServices.OF_THE_PRODUCT, this::answer);
  private final InProcessHttpClient http = new InProcessHttpClient(wire);

  @Test
  void shouldTellWhoCallsWhatWhenSigned() {
    // Given
    backend =
        call ->
            DescribeAutoScalingGroupsResponse.builder()
                .autoScalingGroups(AutoScalingGroup.builder().autoScalingGroupName("app").build())
                .build();
    try (var client = SdkServices.connect(AutoScalingClient.class, http)) {

      // When
      var response = client.describeAutoScalingGroups(any -> any.autoScalingGroupNames("app"));

      // Then
      assertThat(response.autoScalingGroups())
          .extracting(AutoScalingGroup::autoScalingGroupName)
          .containsExactly("app");
      assertThat(calls)
          .singleElement()
          .satisfies(
              call -> {
                assertThat(call.accessKeyId()).isEqualTo(SdkServices.ACCESS_KEY_ID);
                assertThat(call.region()).isEqualTo(SdkServices.REGION);
                assertThat(call.signingName()).isEqualTo("autoscaling");
                assertThat(call.operation()).isEqualTo("DescribeAutoScalingGroups");
                assertThat(call.request())
                    .isEqualTo(
                        DescribeAutoScalingGroupsRequest.builder()
                            .autoScalingGroupNames("app")
                            .build());
              });
    }
  }

  @Test
  void shouldTakeUnsignedCallForSts() {
    // Given
    backend = call -> AssumeRoleWithWebIdentityResponse.builder().audience("here").build();

    // When
    WireResponse response =
        wire.handle(
            unsigned("Action=AssumeRoleWithWebIdentity&Version=2011-06-15&WebIdentityToken=t"));

    // Then
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body().asUtf8String()).contains("<Audience>here</Audience>");
    assertThat(calls)
        .extracting(WireCall::signingName, WireCall::accessKeyId)
        .containsExactly(tuple("sts", ""));
  }

  @Test
  void shouldNameServiceAndOperationWhenNotModelled() {
    // Given
    backend =
        call ->
            call.invokeOn(
                new Ec2Client() {
                  @Override
                  public String serviceName() {
                    return SERVICE_NAME;
                  }

                  @Override
                  public void close() {}
                });
    try (var client = SdkServices.connect(Ec2Client.class, http)) {

      // When
      var error = catchThrowableOfType(Ec2Exception.class, client::describeHosts);

      // Then
      assertThat(error.statusCode()).isEqualTo(501);
      assertThat(error.awsErrorDetails().errorCode()).isEqualTo("NotImplemented");
      assertThat(error).hasMessageContaining("ec2:DescribeHosts");
    }
  }

  @Test
  void shouldNameServiceAndOperationWhenServiceIsUnknown() {
    try (var client = SdkServices.connect(SnsClient.class, http)) {
      // When
      var error = catchThrowableOfType(AwsServiceException.class, client::listTopics);

      // Then
      assertThat(error.statusCode()).isEqualTo(501);
      assertThat(error).hasMessageContaining("sns:ListTopics");
    }
  }

  @Test
  void shouldNameServiceAndOperationWhenOperationIsUnknown() {
    // When
    WireResponse response = wire.handle(unsigned("Action=MakeCoffee&Version=2011-06-15"));

    // Then
    assertThat(response.status()).isEqualTo(501);
    assertThat(response.body().asUtf8String())
        .contains("<Code>NotImplemented</Code>", "sts:MakeCoffee");
  }

  @Test
  void shouldAnswerInternalFailureWhenBackendHasADefect() {
    // Given
    backend =
        call -> {
          throw new IllegalStateException("a defect");
        };
    try (var client = SdkServices.connect(SsmClient.class, http)) {

      // When
      var error = catchThrowableOfType(AwsServiceException.class, client::describeParameters);

      // Then
      assertThat(error.statusCode()).isEqualTo(500);
      assertThat(error.awsErrorDetails().errorCode()).isEqualTo("InternalFailure");
    }
  }

  @Test
  void shouldBeATimeoutForTheSdkWhenThereIsNoAnswer() {
    // Given
    backend =
        call -> {
          throw new NoAnswer("lost");
        };
    try (var client = SdkServices.connect(AutoScalingClient.class, http)) {

      // Then
      assertThatThrownBy(client::describeAutoScalingGroups)
          .isInstanceOf(SdkClientException.class)
          .hasCauseInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void shouldSayMalformedInTheWordsOfTheProtocolWhenNotReadable() {
    assertThat(wire.handle(signed("autoscaling", "Action=DescribeAutoScalingGroups&MaxRecords=x")))
        .satisfies(answer -> assertThat(answer.status()).isEqualTo(400))
        .satisfies(answer -> assertThat(text(answer)).contains("<Code>MalformedInput</Code>"));
    assertThat(wire.handle(signed("ec2", "Action=DescribeHosts&MaxResults=x")))
        .satisfies(answer -> assertThat(answer.status()).isEqualTo(400))
        .satisfies(
            answer -> assertThat(text(answer)).contains("<Code>InvalidParameterValue</Code>"));
    assertThat(wire.handle(json("AmazonSSM.GetParameters", "{\"Names\": 1}")))
        .satisfies(answer -> assertThat(answer.status()).isEqualTo(400))
        .satisfies(answer -> assertThat(text(answer)).contains("SerializationException"));
    assertThat(wire.handle(json("AmazonSSM.GetParameters", "{")))
        .satisfies(answer -> assertThat(text(answer)).contains("SerializationException"));
    assertThat(wire.handle(signed("autoscaling", "Action=%zz")))
        .satisfies(
            answer -> assertThat(text(answer)).contains("<Code>MalformedQueryString</Code>"));
    assertThat(calls).isEmpty();
  }

  @Test
  void shouldUnpackBodyWhenPacked() throws IOException {
    // Given
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write("Action=DescribeAutoScalingGroups&MaxRecords=7".getBytes(StandardCharsets.UTF_8));
    }

    // When
    WireResponse response =
        wire.handle(
            new WireRequest(
                "POST",
                "/",
                "",
                Map.of(
                    "authorization",
                    List.of(authorization("autoscaling")),
                    "content-encoding",
                    List.of("gzip")),
                SdkBytes.fromByteArray(packed.toByteArray())));

    // Then
    assertThat(response.status()).isEqualTo(200);
    assertThat(calls)
        .extracting(WireCall::request)
        .containsExactly(DescribeAutoScalingGroupsRequest.builder().maxRecords(7).build());
  }

  @Test
  void shouldThrowModelledErrorWhenQueryCompatible() {
    // Given
    var sqs =
        new AwsWire(
            List.of(SqsClient.class),
            call -> {
              throw new ApiError("QueueDoesNotExist", "none");
            });
    try (var client = SdkServices.connect(SqsClient.class, new InProcessHttpClient(sqs))) {

      // Then
      assertThatThrownBy(() -> client.getQueueUrl(any -> any.queueName("none")))
          .isInstanceOf(QueueDoesNotExistException.class);
    }
  }

  private SdkPojo answer(WireCall call) {
    calls.add(call);
    return backend.answer(call);
  }

  private static WireRequest unsigned(String form) {
    return new WireRequest("POST", "/", "", Map.of(), SdkBytes.fromUtf8String(form));
  }

  private static WireRequest signed(String service, String form) {
    return new WireRequest(
        "POST",
        "/",
        "",
        Map.of("Authorization", List.of(authorization(service))),
        SdkBytes.fromUtf8String(form));
  }

  private static WireRequest json(String target, String body) {
    return new WireRequest(
        "POST",
        "/",
        "",
        Map.of("Authorization", List.of(authorization("ssm")), "X-Amz-Target", List.of(target)),
        SdkBytes.fromUtf8String(body));
  }

  private static String authorization(String service) {
    return "AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-central-1/%s/aws4_request, SignedHeaders=host, Signature=0"
        .formatted(service);
  }

  private static String text(WireResponse response) {
    return response.body().asUtf8String();
  }
}
