package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.elasticloadbalancing.TargetRow.Reason;
import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.CurrentCall;
import dev.hastack.sandbox.aws.world.Instance;
import dev.hastack.sandbox.aws.world.InstanceState;
import dev.hastack.sandbox.aws.world.Instances;
import dev.hastack.sandbox.aws.world.Targets.Health;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/** Calls about targets: ELBv2 API reference, RegisterTargets, DeregisterTargets, TargetHealth. */
final class TargetRequests {
  /** "Quotas for your Application Load Balancers". */
  private static final int MOST_TARGETS = 1000;

  private final Tables tables;
  private final Registrations registrations;
  private final Instances instances;
  private final CurrentCall call;

  TargetRequests(
      Tables tables, Registrations registrations, Instances instances, CurrentCall call) {
    this.tables = tables;
    this.registrations = registrations;
    this.instances = instances;
    this.call = call;
  }

  RegisterTargetsResponse register(RegisterTargetsRequest request) {
    TargetGroup group = named(request.targetGroupArn(), request.targets());
    Set<TargetKey> keys = keys(group, request.targets());
    if (group.targetTypeAsString().equals("instance")) {
      keys.forEach(key -> validateInstance(key.id()));
    }
    long others =
        tables.targetsOf(group.targetGroupArn()).stream()
            .filter(row -> !keys.contains(row.key()))
            .count();
    if (others + keys.size() > MOST_TARGETS) {
      throw new ApiError("TooManyTargets", "The maximum number of targets has been reached");
    }
    keys.forEach(registrations::register);
    return RegisterTargetsResponse.builder().build();
  }

  /** "The instance must be in the running state when you register it". */
  private void validateInstance(String id) {
    Instance instance =
        instances
            .find(id)
            .orElseThrow(
                () -> new ApiError("InvalidTarget", "Instance ID '" + id + "' is not valid"));
    if (instance.state() != InstanceState.RUNNING) {
      throw new ApiError(
          "InvalidTarget",
          "The following targets are not in a running state and cannot be registered: '%s'"
              .formatted(id));
    }
  }

  /** "If the specified target does not exist, the action returns successfully". */
  DeregisterTargetsResponse deregister(DeregisterTargetsRequest request) {
    TargetGroup group = named(request.targetGroupArn(), request.targets());
    for (TargetDescription target : request.targets()) {
      if (target.port() != null) {
        registrations.deregister(key(group, target));
      } else {
        tables.targetsOf(group.targetGroupArn()).stream()
            .map(TargetRow::key)
            .filter(key -> key.id().equals(target.id()))
            .forEach(registrations::deregister);
      }
    }
    return DeregisterTargetsResponse.builder().build();
  }

  DescribeTargetHealthResponse describe(DescribeTargetHealthRequest request) {
    call.concerns(request.targetGroupArn());
    TargetGroup group =
        tables
            .targetGroups()
            .get(request.targetGroupArn(), call.readsAsOf())
            .orElseThrow(Tables::noTargetGroup)
            .settings();
    List<TargetRow> all =
        tables.targets().all(TargetKey.prefix(group.targetGroupArn()), call.readsAsOf());
    List<TargetRow> shown =
        request.targets().isEmpty()
            ? all
            : request.targets().stream().map(target -> asked(all, key(group, target))).toList();
    return DescribeTargetHealthResponse.builder()
        .targetHealthDescriptions(shown.stream().map(row -> described(group, row)).toList())
        .build();
  }

  /** One that is asked for by name is shown even if it is not registered. */
  private static TargetRow asked(List<TargetRow> all, TargetKey key) {
    return all.stream()
        .filter(row -> row.key().equals(key))
        .findFirst()
        .orElseGet(() -> new TargetRow(key, Health.UNUSED, Reason.NOT_REGISTERED));
  }

  private static TargetHealthDescription described(TargetGroup group, TargetRow row) {
    String port = group.healthCheckPort();
    return TargetHealthDescription.builder()
        .target(row.key().description())
        .healthCheckPort(
            port.equals(HealthCheckSettings.TRAFFIC_PORT)
                ? Integer.toString(row.key().port())
                : port)
        .targetHealth(row.health())
        .build();
  }

  private TargetGroup named(String groupArn, List<TargetDescription> targets) {
    call.concerns(groupArn);
    TargetGroup group = tables.targetGroup(groupArn).settings();
    if (targets.isEmpty()) {
      throw new ApiError("ValidationError", "At least one target must be specified");
    }
    targets.forEach(target -> validateForm(group, target));
    return group;
  }

  private void validateForm(TargetGroup group, TargetDescription target) {
    String id = Objects.requireNonNullElse(target.id(), "");
    boolean address = id.matches("\\d{1,3}(\\.\\d{1,3}){3}");
    boolean valid = group.targetTypeAsString().equals("ip") ? address : id.startsWith("i-");
    if (!valid) {
      throw new ApiError(
          "ValidationError",
          "The target '%s' is not a valid target of type '%s'"
              .formatted(id, group.targetTypeAsString()));
    }
    if (target.port() != null) {
      Naming.port(target.port());
    }
    call.concerns(id);
  }

  private static Set<TargetKey> keys(TargetGroup group, List<TargetDescription> targets) {
    var keys = new LinkedHashSet<TargetKey>();
    targets.forEach(target -> keys.add(key(group, target)));
    return keys;
  }

  private static TargetKey key(TargetGroup group, TargetDescription target) {
    return new TargetKey(
        group.targetGroupArn(), target.id(), target.port() == null ? group.port() : target.port());
  }
}
