package dev.hastack.sandbox.aws.elasticloadbalancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.hastack.sandbox.aws.world.ApiError;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Matcher;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** Target groups as the API shows and refuses them. */
class TargetGroupsTest {
  private final LoadBalancingWorld world = new LoadBalancingWorld(1);

  private TargetGroup described(String arn) {
    return world
        .elb()
        .describeTargetGroups(request -> request.targetGroupArns(arn))
        .targetGroups()
        .getFirst();
  }

  private Map<String, String> attributes(String arn) {
    var attributes = new TreeMap<String, String>();
    world
        .elb()
        .describeTargetGroupAttributes(request -> request.targetGroupArn(arn))
        .attributes()
        .forEach(each -> attributes.put(each.key(), each.value()));
    return attributes;
  }

  private static void assertRefused(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ApiError.class, error -> assertThat(error.code()).isEqualTo(code));
  }

  @Test
  void shouldEchoDefaultsWhenNothingIsAskedOfTheHealthCheck() {
    // When
    String arn = world.targetGroup(request -> request.name("web"));

    // Then
    assertThat(arn)
        .matches(
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/[0-9a-f]{16}");
    TargetGroup group = described(arn);
    assertThat(group.protocolVersion()).isEqualTo("HTTP1");
    assertThat(group.targetTypeAsString()).isEqualTo("instance");
    assertThat(group.healthCheckProtocolAsString()).isEqualTo("HTTP");
    assertThat(group.healthCheckPort()).isEqualTo("traffic-port");
    assertThat(group.healthCheckPath()).isEqualTo("/");
    assertThat(group.healthCheckIntervalSeconds()).isEqualTo(30);
    assertThat(group.healthCheckTimeoutSeconds()).isEqualTo(5);
    assertThat(group.healthyThresholdCount()).isEqualTo(5);
    assertThat(group.unhealthyThresholdCount()).isEqualTo(2);
    assertThat(group.matcher().httpCode()).isEqualTo("200");
    assertThat(group.loadBalancerArns()).isEmpty();
    assertThat(attributes(arn))
        .containsEntry("deregistration_delay.timeout_seconds", "300")
        .containsEntry("load_balancing.algorithm.type", "round_robin")
        .containsEntry("slow_start.duration_seconds", "0")
        .containsEntry("stickiness.type", "lb_cookie")
        .containsEntry("stickiness.lb_cookie.duration_seconds", "86400");
  }

  @Test
  void shouldEchoOtherDefaultsWhenTheProtocolIsAnother() {
    // When
    TargetGroup grpc =
        described(world.targetGroup(request -> request.name("grpc").protocolVersion("GRPC")));
    String tcpArn =
        world.targetGroup(request -> request.name("tcp").protocol(ProtocolEnum.TCP).port(443));
    TargetGroup tcp = described(tcpArn);

    // Then
    assertThat(grpc.healthCheckPath()).isEqualTo("/AWS.ALB/healthcheck");
    assertThat(grpc.matcher().grpcCode()).isEqualTo("12");
    assertThat(tcp.healthCheckProtocol()).isEqualTo(ProtocolEnum.TCP);
    assertThat(tcp.healthCheckTimeoutSeconds()).isEqualTo(10);
    assertThat(tcp.healthCheckPath()).isNull();
    assertThat(tcp.matcher()).isNull();
    assertThat(tcp.protocolVersion()).isNull();
    assertThat(attributes(tcpArn))
        .containsEntry("stickiness.type", "source_ip")
        .containsEntry("preserve_client_ip.enabled", "true")
        .doesNotContainKeys("slow_start.duration_seconds", "load_balancing.algorithm.type");
  }

  @Test
  void shouldAnswerTheExistingGroupWhenAnEqualOneIsCreated() {
    // Given
    String arn = world.targetGroup("web");

    // When
    String again = world.targetGroup("web");

    // Then
    assertThat(again).isEqualTo(arn);
    assertThat(world.elb().describeTargetGroups().targetGroups()).hasSize(1);
  }

  @Test
  void shouldRefuseWhenAGroupOfThatNameHasOtherSettings() {
    // Given
    world.targetGroup("web");

    // Then
    assertRefused(
        "DuplicateTargetGroupName",
        () -> world.targetGroup(request -> request.name("web").port(9090)));
  }

  @Test
  void shouldRefuseWhenARequestIsNotValid() {
    Map<String, Consumer<CreateTargetGroupRequest.Builder>> wishes =
        Map.of(
            "a long name", request -> request.name("x".repeat(33)),
            "a strange name", request -> request.name("a_b"),
            "a hyphen first", request -> request.name("-a"),
            "no port", request -> request.name("a").port(null),
            "no VPC", request -> request.name("a").vpcId(null),
            "interval below timeout",
                request ->
                    request.name("a").healthCheckIntervalSeconds(5).healthCheckTimeoutSeconds(5),
            "threshold", request -> request.name("a").unhealthyThresholdCount(11),
            "path", request -> request.name("a").healthCheckPath("health"),
            "matcher",
                request -> request.name("a").matcher(Matcher.builder().httpCode("200-500").build()),
            "health check port", request -> request.name("a").healthCheckPort("http"));
    wishes.forEach((what, wish) -> assertRefused("ValidationError", () -> world.targetGroup(wish)));
  }

  @Test
  void shouldRefuseAPathWhenTheHealthCheckIsTcp() {
    assertRefused(
        "InvalidConfigurationRequest",
        () ->
            world.targetGroup(
                request ->
                    request.name("tcp").protocol(ProtocolEnum.TCP).healthCheckPath("/health")));
  }

  @Test
  void shouldChangeNothingButTheHealthCheckWhenModified() {
    // Given
    String arn = world.targetGroup("web");
    TargetGroup before = described(arn);

    // When
    world
        .elb()
        .modifyTargetGroup(
            request -> request.targetGroupArn(arn).healthCheckPath("/ok").healthyThresholdCount(3));

    // Then
    assertThat(described(arn))
        .isEqualTo(before.toBuilder().healthCheckPath("/ok").healthyThresholdCount(3).build());
  }

  @ParameterizedTest
  @CsvSource({
    "slow_start.duration_seconds, 29, ValidationError",
    "slow_start.duration_seconds, 901, ValidationError",
    "deregistration_delay.timeout_seconds, 3601, ValidationError",
    "deregistration_delay.timeout_seconds, soon, ValidationError",
    "load_balancing.algorithm.type, random, ValidationError",
    "proxy_protocol_v2.enabled, true, InvalidConfigurationRequest",
    "no.such.key, 1, ValidationError"
  })
  void shouldRefuseAnAttributeWhenItsValueIsNotAllowed(String key, String value, String code) {
    // Given
    String arn = world.targetGroup("web");

    // Then
    assertRefused(code, () -> world.setAttribute(arn, key, value));
  }

  @Test
  void shouldRefuseSlowStartWhenTargetsDoNotTakeTurns() {
    // Given
    String arn = world.targetGroup("web");
    world.setAttribute(arn, "load_balancing.algorithm.type", "least_outstanding_requests");

    // Then
    assertRefused(
        "InvalidConfigurationRequest",
        () -> world.setAttribute(arn, "slow_start.duration_seconds", "30"));
  }

  @Test
  void shouldRefuseWhenAGroupIsNotThere() {
    // Given
    String arn = world.targetGroup("web");
    world.elb().deleteTargetGroup(request -> request.targetGroupArn(arn));

    // Then
    assertRefused("TargetGroupNotFound", () -> described(arn));
    assertRefused(
        "TargetGroupNotFound",
        () -> world.elb().describeTargetGroups(request -> request.names("web")));
    assertRefused("TargetGroupNotFound", () -> attributes(arn));
    assertRefused(
        "TargetGroupNotFound",
        () -> world.elb().describeTags(request -> request.resourceArns(arn)));
    assertRefused(
        "TargetGroupNotFound",
        () -> world.elb().deleteTargetGroup(request -> request.targetGroupArn(arn)));
  }

  @Test
  void shouldShowAllOnceWhenPageFollowsPage() {
    // Given
    IntStream.range(0, 7).forEach(number -> world.targetGroup("web-" + number));

    // When
    var groups =
        world.elb().describeTargetGroupsPaginator(request -> request.pageSize(3)).targetGroups();

    // Then
    assertThat(groups.stream().map(TargetGroup::targetGroupName))
        .containsExactlyInAnyOrder("web-0", "web-1", "web-2", "web-3", "web-4", "web-5", "web-6");
  }

  /** ELBv2 API reference, DescribeTargetGroups: PageSize, at most 400. */
  @Test
  void shouldAnswerFourHundredAPageAndNoMore() {
    // Given
    IntStream.range(0, 401).forEach(number -> world.targetGroup("web-" + number));

    // When
    var first = world.elb().describeTargetGroups();
    var rest = world.elb().describeTargetGroups(request -> request.marker(first.nextMarker()));

    // Then
    assertThat(first.targetGroups()).hasSize(400);
    assertThat(rest.targetGroups()).hasSize(1);
    assertThat(rest.nextMarker()).isNull();
  }

  @Test
  void shouldKeepTagsWhenTheyAreAddedAndRemoved() {
    // Given
    String arn =
        world.targetGroup(
            request -> request.name("web").tags(Tag.builder().key("a").value("1").build()));

    // When
    world
        .elb()
        .addTags(
            request ->
                request
                    .resourceArns(arn)
                    .tags(
                        Tag.builder().key("b").value("2").build(),
                        Tag.builder().key("c").value("3").build()));
    world.elb().removeTags(request -> request.resourceArns(arn).tagKeys("b", "unknown"));

    // Then
    assertThat(
            world
                .elb()
                .describeTags(request -> request.resourceArns(arn))
                .tagDescriptions()
                .getFirst()
                .tags())
        .extracting(Tag::key, Tag::value)
        .containsExactly(tuple("a", "1"), tuple("c", "3"));
  }

  @Test
  void shouldRefuseTagsWhenTheyAreTooManyOrTwice() {
    // Given
    String arn = world.targetGroup("web");
    var many =
        IntStream.range(0, 51)
            .mapToObj(number -> Tag.builder().key("key-" + number).value("").build())
            .toList();
    Tag tag = Tag.builder().key("a").value("1").build();

    // Then
    assertRefused(
        "TooManyTags", () -> world.elb().addTags(request -> request.resourceArns(arn).tags(many)));
    assertRefused(
        "DuplicateTagKeys",
        () -> world.elb().addTags(request -> request.resourceArns(arn).tags(tag, tag)));
    assertRefused(
        "ValidationError",
        () ->
            world
                .elb()
                .describeTags(request -> request.resourceArns(Collections.nCopies(21, arn))));
  }
}
