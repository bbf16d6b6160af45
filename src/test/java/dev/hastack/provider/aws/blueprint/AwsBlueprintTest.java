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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AwsBlueprintTest {
  private static final ManifestReader READER = new ManifestReader();
  private static final StackId STACK = new StackId("7f0c", "shop", "web");
  private static final AwsFacts FACTS =
      new AwsFacts(
          new Place("123456789012", "eu-west-1"),
          "vpc-1",
          AwsFacts.Zones.of(Map.of("subnet-a", "eu-west-1a", "subnet-b", "eu-west-1b")),
          "ami-1",
          "/dev/xvda");
  private static final String MINIMAL =
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
      """;

  private static DesiredStack design(String manifest) {
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

  @Test
  void shouldManageOnlyWhatIsWrittenOrHasDefaultWhenSpecIsMinimal() {
    // When
    DesiredStack stack = design(MINIMAL);

    // Then
    assertThat(stack.resources())
        .extracting(DesiredResource::id)
        .containsExactly(AwsBlueprint.LAUNCH_TEMPLATE, AwsBlueprint.AUTO_SCALING_GROUP);
    assertThat(values(stack, AwsBlueprint.LAUNCH_TEMPLATE))
        .containsOnly(
            Map.entry("ImageId", Value.text("ami-1")),
            Map.entry(
                "MetadataOptions",
                Value.struct(
                    Map.of(
                        "HttpTokens", Value.text("required"),
                        "HttpPutResponseHopLimit", Value.whole(1)))),
            Map.entry("TagSpecifications.hastack.dev/cluster", Value.text("7f0c")),
            Map.entry("TagSpecifications.hastack.dev/stack", Value.text("shop/web")));
    assertThat(values(stack, AwsBlueprint.AUTO_SCALING_GROUP))
        .containsOnlyKeys(
            "MinSize",
            "MaxSize",
            "VPCZoneIdentifier",
            "LaunchTemplateId",
            "Version",
            "Overrides",
            "SpotAllocationStrategy",
            "EnabledMetrics")
        .containsEntry("VPCZoneIdentifier", Value.setOf(List.of("subnet-a", "subnet-b")))
        .containsEntry("Version", new Value.Pending(AwsBlueprint.LAUNCH_TEMPLATE, "Version"))
        .containsEntry("SpotAllocationStrategy", Value.text("price-capacity-optimized"));
  }

  @Test
  void shouldOrderGroupAfterWhatItNeeds() {
    // When
    DesiredStack stack = design(MINIMAL + "    targetGroup: {port: 8000}\n");

    // Then
    assertThat(stack.resources().getLast().id()).isEqualTo(AwsBlueprint.AUTO_SCALING_GROUP);
    assertThat(stack.resources().getLast().dependsOn())
        .containsExactly(AwsBlueprint.LAUNCH_TEMPLATE, AwsBlueprint.TARGET_GROUP);
  }

  @Test
  void shouldTurnStickinessOffWhenLeftOutButNotWhereThereIsNone() {
    assertThat(
            values(design(MINIMAL + "    targetGroup: {port: 8000}\n"), AwsBlueprint.TARGET_GROUP))
        .containsEntry("stickiness.enabled", Value.text("false"))
        .containsEntry("deregistration_delay.timeout_seconds", Value.text("60"))
        .containsEntry("VpcId", Value.text("vpc-1"))
        .doesNotContainKeys("ProtocolVersion", "HealthCheckPath", "stickiness.type");
    assertThat(
            values(
                design(MINIMAL + "    targetGroup: {port: 443, protocol: TLS}\n"),
                AwsBlueprint.TARGET_GROUP))
        .doesNotContainKey("stickiness.enabled");
  }

  @Test
  void shouldNameAnotherTargetGroupWhenPortChanges() {
    // Given
    DesiredStack one = design(MINIMAL + "    targetGroup: {port: 8000}\n");
    DesiredStack other = design(MINIMAL + "    targetGroup: {port: 9000}\n");
    DesiredStack same = design(MINIMAL + "    targetGroup: {port: 8000, protocolVersion: HTTP1}\n");

    // Then
    assertThat(name(one)).isNotEqualTo(name(other)).isEqualTo(name(same));
  }

  private static String name(DesiredStack stack) {
    return stack.find(AwsBlueprint.TARGET_GROUP).orElseThrow().physicalName();
  }

  @Test
  void shouldPutTagsOnEverything() {
    // When
    DesiredStack stack = design(MINIMAL + "    tags: {team: web}\n    targetGroup: {port: 8000}\n");

    // Then
    assertThat(values(stack, AwsBlueprint.LAUNCH_TEMPLATE))
        .containsEntry("Tags.team", Value.text("web"))
        .containsEntry("TagSpecifications.team", Value.text("web"));
    assertThat(values(stack, AwsBlueprint.TARGET_GROUP))
        .containsEntry("Tags.team", Value.text("web"));
    assertThat(values(stack, AwsBlueprint.AUTO_SCALING_GROUP))
        .containsEntry("Tags.team", Value.text("web"));
  }

  @Test
  void shouldNoteParameterOnTemplateWhenImageComesFromOne() {
    assertThat(
            values(
                design(MINIMAL.replace("{id: ami-1}", "{ssmParameter: /images/web}")),
                AwsBlueprint.LAUNCH_TEMPLATE))
        .containsEntry("Tags.hastack.dev/image-parameter", Value.text("/images/web"))
        .containsEntry("Tags.hastack.dev/image", Value.text("ami-1"));
  }

  @Test
  void shouldStopMetricsWhenTheyAreNotWanted() {
    assertThat(
            values(
                design(MINIMAL + "      groupMetrics: false\n"), AwsBlueprint.AUTO_SCALING_GROUP))
        .containsEntry("EnabledMetrics", Value.setOf(List.of()));
  }
}
