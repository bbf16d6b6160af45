package dev.hastack.sandbox.aws.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Chance;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Instance;
import dev.hastack.sandbox.aws.world.Instances;
import dev.hastack.sandbox.aws.world.LaunchOrder;
import dev.hastack.sandbox.aws.world.LaunchResult;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** A region to test, and the shortest words for what tests do in it. */
final class Region {
  static final String ACCOUNT = "123456789012";
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  final SimulatedTime time = new SimulatedTime(START);
  final Ec2Region region;
  final Ec2Client ec2;
  final Instances instances;

  Region() {
    this(1, Ec2Options.usual(), Duration.ZERO);
  }

  Region(long seed, Ec2Options options, Duration lag) {
    var call = new PlainCall(time, lag);
    this.region =
        new Ec2Region(new Foundation(time, new Chance(seed), call, ACCOUNT, "us-east-1"), options);
    this.ec2 = region.service();
    this.instances = region.instances();
  }

  String imageId() {
    return region
        .ssm()
        .getParameter(
            request ->
                request.name(
                    "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"))
        .parameter()
        .value();
  }

  String subnetId(String zone) {
    return ec2.describeSubnets().subnets().stream()
        .filter(subnet -> subnet.availabilityZone().equals(zone))
        .min(Comparator.comparing(Subnet::cidrBlock))
        .orElseThrow()
        .subnetId();
  }

  /** A template of this name; answers its id. */
  String template(String name) {
    return template(name, RequestLaunchTemplateData.builder().imageId(imageId()).build());
  }

  String template(String name, RequestLaunchTemplateData data) {
    return ec2.createLaunchTemplate(
            request -> request.launchTemplateName(name).launchTemplateData(data))
        .launchTemplate()
        .launchTemplateId();
  }

  LaunchOrder order(String templateId, String type, String zone) {
    return order(templateId, type, zone, false, null);
  }

  LaunchOrder order(
      String templateId, String type, String zone, boolean spot, @Nullable Double maxPrice) {
    return new LaunchOrder(
        templateId, 1, type, zone, subnetId(zone), spot, maxPrice, Map.of("team", "web"));
  }

  Instance launched(LaunchOrder order) {
    return switch (instances.launch(order)) {
      case LaunchResult.Launched launched -> launched.instance();
      case LaunchResult.Refused refused -> throw new AssertionError(refused.toString());
    };
  }

  LaunchResult.Refused refused(LaunchOrder order) {
    return switch (instances.launch(order)) {
      case LaunchResult.Launched launched -> throw new AssertionError(launched.toString());
      case LaunchResult.Refused refused -> refused;
    };
  }

  Instance present(String instanceId) {
    Optional<Instance> found = instances.find(instanceId);
    return found.orElseThrow(() -> new AssertionError("no instance " + instanceId));
  }

  static void assertRefused(ThrowingCallable call, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ApiError.class, error -> assertThat(error.code()).isEqualTo(code));
  }
}
