package dev.hastack.provider.aws.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.manifest.Manifest;
import dev.hastack.api.manifest.ManifestReader;
import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.plan.LastApplied;
import dev.hastack.core.plan.LastApplied.Provenance;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.plan.Planner;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.Place;
import dev.hastack.core.stack.ResourceSpec;
import dev.hastack.core.stack.Schema;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.AwsFacts;
import dev.hastack.provider.aws.migration.TrafficMigration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A stack whose subnets are to be of another VPC. */
class VpcChangeTest {
  private static final StackId STACK = new StackId("7f0c", "shop", "web");
  private static final String TARGET_GROUP = "    targetGroup: {port: 8000}\n";
  private static final Map<String, Value> OUTPUTS =
      Map.of(
          "LaunchTemplateId", Value.text("lt-1"),
          "Version", Value.text("1"),
          "TargetGroupArn", Value.text("arn"));

  /** A resource as it was read. */
  private record Read(Schema<? extends ResourceSpec> schema, Map<String, Value> values)
      implements ResourceSpec {}

  private static DesiredStack design(
      String vpcId, String subnetId, String securityGroupId, int max, String targetGroup) {
    String manifest =
        """
        apiVersion: hastack.dev/v1alpha1
        kind: HAStack
        metadata: {name: web, namespace: shop}
        spec:
          capacity: {min: 1, max: %d}
          aws:
            region: eu-west-1
            network: {subnetIds: [%s], allowSingleZone: true, securityGroupIds: [%s]}
            fleet:
              image: {id: ami-1}
              instanceTypes: [{type: t3.medium}]
        """
            .formatted(max, subnetId, securityGroupId);
    var facts =
        new AwsFacts(
            new Place("123456789012", "eu-west-1"),
            vpcId,
            AwsFacts.Zones.of(Map.of(subnetId, "eu-west-1a")),
            "ami-1",
            "/dev/xvda");
    return switch (new ManifestReader().read(manifest + targetGroup)) {
      case Manifest.Valid valid -> {
        var spec = valid.stack().getSpec();
        yield AwsBlueprint.design(STACK, spec, Objects.requireNonNull(spec.aws()), facts);
      }
      case Manifest.Invalid invalid -> throw new AssertionError(invalid.problems().toString());
    };
  }

  private static ObservedStack observed(DesiredStack stack) {
    return new ObservedStack(
        stack.resources().stream()
            .map(each -> new ObservedStack.Entry(each.id(), present(each)))
            .toList(),
        List.of());
  }

  private static Present present(DesiredResource resource) {
    var values = new TreeMap<String, Value>();
    resource
        .spec()
        .values()
        .forEach(
            (name, value) ->
                values.put(
                    name,
                    value.resolve(pending -> Optional.ofNullable(OUTPUTS.get(pending.output())))));
    return new Present(
        resource.physicalName(),
        resource.physicalName(),
        new Read(resource.spec().schema(), values),
        OUTPUTS,
        Ownership.OURS,
        Health.HEALTHY,
        Optional.empty(),
        Map.of());
  }

  private static Plan plan(DesiredStack before, DesiredStack after) {
    ObservedStack observed = observed(before);
    return TrafficMigration.stage(
        Planner.plan(
            after,
            observed,
            LastApplied.nothing(),
            new Provenance("uid-1/2", "facts-2", AwsBlueprint.VERSION)),
        observed,
        Instant.EPOCH);
  }

  private static Stream<String> names(Stream<Change> changes) {
    return changes.flatMap(
        change ->
            change.attributeChanges().stream()
                .map(AttributeChange::name)
                .map(name -> change.id().kind() + " " + name));
  }

  @Test
  void shouldHoldWhatWouldTakeServersOutOfReachWhenTheVpcOfATargetGroupChanges() {
    // When
    Plan plan =
        plan(
            design("vpc-1", "subnet-1", "sg-1", 3, TARGET_GROUP),
            design("vpc-2", "subnet-2", "sg-2", 4, TARGET_GROUP));

    // Then
    assertThat(plan.held())
        .extracting(Plan.Held::reason)
        .containsOnly(HoldReason.NeedsTrafficMigration);
    assertThat(names(plan.held().stream().map(Plan.Held::change)))
        .containsExactlyInAnyOrder(
            "LaunchTemplate SecurityGroupIds",
            "TargetGroup VpcId",
            "AutoScalingGroup VPCZoneIdentifier");
    assertThat(names(plan.effective().stream())).containsExactly("AutoScalingGroup MaxSize");
  }

  @Test
  void shouldMoveSubnetsAndSecurityGroupsWhenTheVpcStaysOrThereIsNoTargetGroup() {
    // When
    Plan sameVpc =
        plan(
            design("vpc-1", "subnet-1", "sg-1", 3, TARGET_GROUP),
            design("vpc-1", "subnet-2", "sg-2", 3, TARGET_GROUP));
    Plan noTargetGroup =
        plan(
            design("vpc-1", "subnet-1", "sg-1", 3, ""), design("vpc-2", "subnet-2", "sg-2", 3, ""));

    // Then
    assertThat(List.of(sameVpc, noTargetGroup))
        .allSatisfy(
            plan -> {
              assertThat(plan.held()).isEmpty();
              assertThat(names(plan.effective().stream()))
                  .contains(
                      "LaunchTemplate SecurityGroupIds", "AutoScalingGroup VPCZoneIdentifier");
            });
  }
}
