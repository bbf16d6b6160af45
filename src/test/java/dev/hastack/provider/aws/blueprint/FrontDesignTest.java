package dev.hastack.provider.aws.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.manifest.Manifest;
import dev.hastack.api.manifest.ManifestReader;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.Place;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.AwsFacts;
import dev.hastack.provider.aws.resource.Actions;
import dev.hastack.provider.aws.resource.Listener;
import dev.hastack.provider.aws.resource.ListenerRule;
import dev.hastack.provider.aws.resource.LoadBalancer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FrontDesignTest {
  private static final ManifestReader READER = new ManifestReader();
  private static final StackId STACK = new StackId("7f0c", "shop", "web");
  private static final AwsFacts FACTS =
      new AwsFacts(
          new Place("123456789012", "eu-west-1"),
          "vpc-1",
          AwsFacts.Zones.of(Map.of("subnet-a", "eu-west-1a", "subnet-b", "eu-west-1b")),
          "ami-1",
          "/dev/xvda");
  private static final String STACK_WITH_TARGET_GROUP =
      """
      apiVersion: hastack.dev/v1alpha1
      kind: HAStack
      metadata: {name: web, namespace: shop}
      spec:
        capacity: {min: 1, max: 3}
        aws:
          region: eu-west-1
          network: {subnetIds: [subnet-b, subnet-a]}
          fleet:
            image: {id: ami-1}
            instanceTypes: [{type: t3.medium}]
          targetGroup: {port: 8000}
          tags: {team: web}
          loadBalancer:
      """;
  private static final ResourceId HTTP = new ResourceId(Listener.KIND, "80");
  private static final ResourceId HTTPS = new ResourceId(Listener.KIND, "443");
  private static final Value TARGET_GROUP =
      new Value.Pending(AwsBlueprint.TARGET_GROUP, "TargetGroupArn");

  /** The stack behind what is written of the load balancer. */
  private static DesiredStack behind(String loadBalancer) {
    String manifest = STACK_WITH_TARGET_GROUP + loadBalancer.indent(6);
    return switch (READER.read(manifest)) {
      case Manifest.Valid valid -> {
        var spec = valid.stack().getSpec();
        yield AwsBlueprint.design(STACK, spec, Objects.requireNonNull(spec.aws()), FACTS);
      }
      case Manifest.Invalid invalid -> throw new AssertionError(invalid.problems().toString());
    };
  }

  private static Map<String, Value> values(DesiredStack stack, ResourceId id) {
    return new TreeMap<>(stack.find(id).orElseThrow().spec().values());
  }

  private static Value struct(String... namesAndTexts) {
    var members = new TreeMap<String, Value>();
    for (int at = 0; at < namesAndTexts.length; at += 2) {
      members.put(namesAndTexts[at], Value.text(namesAndTexts[at + 1]));
    }
    return Value.struct(members);
  }

  @Test
  void shouldStandInTheServersSubnetsAndManageNothingElseWhenOnlySchemeIsWritten() {
    // When
    DesiredStack stack = behind("scheme: internal");

    // Then
    assertThat(values(stack, AwsBlueprint.LOAD_BALANCER))
        .containsOnly(
            Map.entry(LoadBalancer.TYPE, Value.text("application")),
            Map.entry(LoadBalancer.SCHEME, Value.text("internal")),
            Map.entry(LoadBalancer.SUBNETS, Value.setOf(List.of("subnet-a", "subnet-b"))),
            Map.entry("Tags.team", Value.text("web")));
  }

  @Test
  void shouldComeBeforeTheGroupSoThatServersHaveSomewhereToGo() {
    // When
    DesiredStack stack =
        behind(
            """
            scheme: internal
            listeners:
            - port: 80
              protocol: HTTP
              rules: [{priority: 7, paths: [/api/*]}]
            """);

    // Then
    assertThat(stack.resources())
        .extracting(DesiredResource::id)
        .containsSubsequence(
            AwsBlueprint.LOAD_BALANCER,
            HTTP,
            new ResourceId(ListenerRule.KIND, "80-7"),
            AwsBlueprint.AUTO_SCALING_GROUP);
  }

  @Test
  void shouldPutAttributesUnderAwsKeysWhenTheyHaveFieldsOfTheirOwn() {
    // When
    DesiredStack stack =
        behind(
            """
            scheme: internal
            idleTimeoutSeconds: 120
            deletionProtection: false
            accessLogs: {bucket: logs, prefix: web}
            attributes: {idle_timeout.timeout_seconds: '5', routing.http2.enabled: 'false'}
            """);

    // Then
    assertThat(values(stack, AwsBlueprint.LOAD_BALANCER))
        .containsEntry("LoadBalancerAttributes.idle_timeout.timeout_seconds", Value.text("120"))
        .containsEntry("LoadBalancerAttributes.deletion_protection.enabled", Value.text("false"))
        .containsEntry("LoadBalancerAttributes.access_logs.s3.enabled", Value.text("true"))
        .containsEntry("LoadBalancerAttributes.access_logs.s3.bucket", Value.text("logs"))
        .containsEntry("LoadBalancerAttributes.access_logs.s3.prefix", Value.text("web"))
        .containsEntry("LoadBalancerAttributes.routing.http2.enabled", Value.text("false"));
  }

  @Test
  void shouldForwardWithTheRecommendedPolicyWhenListenerIsEncrypted() {
    // When
    DesiredStack stack =
        behind(
            """
            scheme: internal
            listeners:
            - port: 443
              protocol: HTTPS
              certificateArns:
              - arn:aws:acm:eu-west-1:123456789012:certificate/z
              - arn:aws:acm:eu-west-1:123456789012:certificate/y
              - arn:aws:acm:eu-west-1:123456789012:certificate/x
              - arn:aws:acm:eu-west-1:123456789012:certificate/z
            """);

    // Then
    String arn = "arn:aws:acm:eu-west-1:123456789012:certificate/";
    assertThat(values(stack, HTTPS))
        .containsEntry(
            Listener.LOAD_BALANCER_ARN,
            new Value.Pending(AwsBlueprint.LOAD_BALANCER, "LoadBalancerArn"))
        .containsEntry(
            Listener.SSL_POLICY, Value.text("ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"))
        .containsEntry(
            Listener.CERTIFICATES,
            Value.list(
                List.of(Value.text(arn + "z"), Value.text(arn + "x"), Value.text(arn + "y"))))
        .containsEntry(Listener.DEFAULT_ACTIONS, Actions.forwardTo(TARGET_GROUP));
  }

  @Test
  void shouldWriteOutWhatStaysAsTheRequestHasItWhenListenerRedirects() {
    // When
    DesiredStack stack =
        behind(
            """
            scheme: internal
            listeners: [{port: 80, protocol: HTTP, redirectTo: {port: 443, protocol: HTTPS}}]
            """);

    // Then
    assertThat(values(stack, HTTP))
        .doesNotContainKeys(Listener.SSL_POLICY, Listener.CERTIFICATES)
        .containsEntry(
            Listener.DEFAULT_ACTIONS,
            Value.list(
                List.of(
                    struct(
                        "Type",
                        "redirect",
                        "Protocol",
                        "HTTPS",
                        "Port",
                        "443",
                        "Host",
                        "#{host}",
                        "Path",
                        "/#{path}",
                        "Query",
                        "#{query}",
                        "StatusCode",
                        "HTTP_301"))));
  }

  @Test
  void shouldAnswerWithPlainTextWhenNothingElseIsSaid() {
    // When
    DesiredStack stack =
        behind(
            """
            scheme: internal
            listeners: [{port: 80, protocol: HTTP, fixedResponse: {statusCode: '503', messageBody: ''}}]
            """);

    // Then
    assertThat(values(stack, HTTP))
        .containsEntry(
            Listener.DEFAULT_ACTIONS,
            Value.list(
                List.of(
                    struct(
                        "Type",
                        "fixed-response",
                        "StatusCode",
                        "503",
                        "ContentType",
                        "text/plain"))));
  }

  @Test
  void shouldShareByWeightAndKeepNoWeightOfOneAloneWhenRulesForward() {
    // When
    DesiredStack stack =
        behind(
            """
            scheme: internal
            listeners:
            - port: 80
              protocol: HTTP
              rules:
              - priority: 1
                hosts: [b.example.com, a.example.com]
                header: {name: X-Channel, values: [beta]}
                forwardTo:
                - {weight: 90}
                - weight: 10
                  targetGroupArn: arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/o/1
              - {priority: 2, paths: [/api/*], forwardTo: [{weight: 50}]}
            """);

    // Then
    assertThat(values(stack, new ResourceId(ListenerRule.KIND, "80-1")))
        .containsEntry(ListenerRule.LISTENER_ARN, new Value.Pending(HTTP, "ListenerArn"))
        .containsEntry(ListenerRule.PRIORITY, Value.whole(1))
        .containsEntry(
            ListenerRule.CONDITIONS,
            Value.list(
                List.of(
                    ListenerRule.condition(
                        "host-header", List.of("a.example.com", "b.example.com")),
                    ListenerRule.headerCondition("X-Channel", List.of("beta")))))
        .containsEntry(
            ListenerRule.ACTIONS,
            Actions.forward(
                List.of(
                    Actions.target(TARGET_GROUP, 90),
                    Actions.target(
                        Value.text(
                            "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/o/1"),
                        10))));
    assertThat(values(stack, new ResourceId(ListenerRule.KIND, "80-2")))
        .containsEntry(ListenerRule.ACTIONS, Actions.forwardTo(TARGET_GROUP));
  }

  @Test
  void shouldAddOneRuleAndNothingElseWhenListenerIsThereAlready() {
    // Given
    String arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shared/0a/0b";

    // When
    DesiredStack stack =
        behind("existing: {listenerArn: '%s', priority: 100, paths: [/shop/*]}".formatted(arn));

    // Then
    assertThat(stack.resources())
        .extracting(DesiredResource::id)
        .containsExactlyInAnyOrder(
            AwsBlueprint.LAUNCH_TEMPLATE,
            AwsBlueprint.TARGET_GROUP,
            AwsBlueprint.existingRule(arn),
            AwsBlueprint.AUTO_SCALING_GROUP);
    assertThat(stack.find(AwsBlueprint.existingRule(arn)).orElseThrow().physicalName())
        .matches("\\Q" + arn + "\\E#existing-[0-9a-f]{8}");
    assertThat(values(stack, AwsBlueprint.existingRule(arn)))
        .containsEntry(ListenerRule.LISTENER_ARN, Value.text(arn))
        .containsEntry(ListenerRule.PRIORITY, Value.whole(100))
        .containsEntry(
            ListenerRule.CONDITIONS,
            Value.list(List.of(ListenerRule.condition("path-pattern", List.of("/shop/*")))))
        .containsEntry(ListenerRule.ACTIONS, Actions.forwardTo(TARGET_GROUP));
  }

  @Test
  void shouldGetAnotherNameWhenSchemeOrTypeIsAnother() {
    // Given
    String internal = nameOf(behind("scheme: internal"));

    // Then
    assertThat(nameOf(behind("scheme: internet-facing"))).isNotEqualTo(internal);
    assertThat(nameOf(behind("{scheme: internal, type: network}"))).isNotEqualTo(internal);
    assertThat(nameOf(behind("{scheme: internal, idleTimeoutSeconds: 5}"))).isEqualTo(internal);
  }

  private static String nameOf(DesiredStack stack) {
    return stack.find(AwsBlueprint.LOAD_BALANCER).orElseThrow().physicalName();
  }
}
