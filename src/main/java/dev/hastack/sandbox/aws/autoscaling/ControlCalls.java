package dev.hastack.sandbox.aws.autoscaling;

import static dev.hastack.sandbox.aws.autoscaling.Activities.at;
import static dev.hastack.sandbox.aws.autoscaling.Calls.invalid;

import dev.hastack.sandbox.aws.world.ApiError;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.autoscaling.model.DisableMetricsCollectionRequest;
import software.amazon.awssdk.services.autoscaling.model.DisableMetricsCollectionResponse;
import software.amazon.awssdk.services.autoscaling.model.EnableMetricsCollectionRequest;
import software.amazon.awssdk.services.autoscaling.model.EnableMetricsCollectionResponse;
import software.amazon.awssdk.services.autoscaling.model.EnabledMetric;
import software.amazon.awssdk.services.autoscaling.model.ResumeProcessesRequest;
import software.amazon.awssdk.services.autoscaling.model.ResumeProcessesResponse;
import software.amazon.awssdk.services.autoscaling.model.SetDesiredCapacityRequest;
import software.amazon.awssdk.services.autoscaling.model.SetDesiredCapacityResponse;
import software.amazon.awssdk.services.autoscaling.model.SetInstanceHealthRequest;
import software.amazon.awssdk.services.autoscaling.model.SetInstanceHealthResponse;
import software.amazon.awssdk.services.autoscaling.model.SetInstanceProtectionRequest;
import software.amazon.awssdk.services.autoscaling.model.SetInstanceProtectionResponse;
import software.amazon.awssdk.services.autoscaling.model.SuspendProcessesRequest;
import software.amazon.awssdk.services.autoscaling.model.SuspendProcessesResponse;
import software.amazon.awssdk.services.autoscaling.model.SuspendedProcess;

/**
 * Steers a group: its desired capacity, its processes, its metrics, the health and protection of
 * its instances (API reference, operations of these names).
 */
final class ControlCalls {
  static final List<String> PROCESSES =
      List.of(
          "AZRebalance",
          "AddToLoadBalancer",
          "AlarmNotification",
          "HealthCheck",
          "InstanceRefresh",
          "Launch",
          "ReplaceUnhealthy",
          "ScheduledActions",
          "Terminate");
  static final List<String> METRICS =
      List.of(
          "GroupMinSize",
          "GroupMaxSize",
          "GroupDesiredCapacity",
          "GroupInServiceInstances",
          "GroupInServiceCapacity",
          "GroupPendingInstances",
          "GroupPendingCapacity",
          "GroupStandbyInstances",
          "GroupStandbyCapacity",
          "GroupTerminatingInstances",
          "GroupTerminatingCapacity",
          "GroupTotalInstances",
          "GroupTotalCapacity",
          "WarmPoolDesiredCapacity",
          "WarmPoolWarmedCapacity",
          "WarmPoolPendingCapacity",
          "WarmPoolTerminatingCapacity",
          "WarmPoolTotalCapacity",
          "GroupAndWarmPoolDesiredCapacity",
          "GroupAndWarmPoolTotalCapacity");
  static final String GRANULARITY = "1Minute";
  private static final int MOST_PROTECTED = 50;

  private final Calls calls;

  ControlCalls(Calls calls) {
    this.calls = calls;
  }

  SetDesiredCapacityResponse setDesiredCapacity(SetDesiredCapacityRequest request) {
    Group group = calls.groups().require(request.autoScalingGroupName());
    int wanted = request.desiredCapacity();
    if (wanted > group.settings().maxSize()) {
      throw invalid(
          "New SetDesiredCapacity value %d is above max value %d for the AutoScalingGroup."
              .formatted(wanted, group.settings().maxSize()));
    }
    if (wanted < group.settings().minSize()) {
      throw invalid(
          "New SetDesiredCapacity value %d is below min value %d for the AutoScalingGroup."
              .formatted(wanted, group.settings().minSize()));
    }
    if (wanted != group.desired()) {
      String cause =
          "%s a user request explicitly set group desired capacity changing the desired capacity"
              .concat(" from %d to %d.")
              .formatted(at(calls.now()), group.desired(), wanted);
      calls.backoff().forget(group.name());
      calls
          .groups()
          .put(
              group
                  .set(settings -> settings.desiredCapacity(wanted))
                  .with(group.activities().causedBy(cause)));
    }
    return SetDesiredCapacityResponse.builder().build();
  }

  SetInstanceHealthResponse setInstanceHealth(SetInstanceHealthRequest request) {
    Group group = calls.groupOf(request.instanceId());
    Member member = group.member(request.instanceId()).orElseThrow();
    boolean unhealthy =
        switch (String.valueOf(request.healthStatus())) {
          case "Unhealthy" -> true;
          case "Healthy" -> false;
          default -> throw invalid("Invalid health status " + request.healthStatus());
        };
    boolean respects = !Boolean.FALSE.equals(request.shouldRespectGracePeriod());
    boolean graced =
        respects
            && member.phase() instanceof Phase.InService inService
            && HealthChecks.isInGrace(group, inService.since(), calls.now());
    if (!unhealthy || !graced) {
      calls
          .groups()
          .put(
              group.with(
                  member.marked(member.marks().unhealthy(unhealthy ? HealthChecks.USER : null))));
    }
    return SetInstanceHealthResponse.builder().build();
  }

  SetInstanceProtectionResponse setInstanceProtection(SetInstanceProtectionRequest request) {
    Group group = calls.groups().require(request.autoScalingGroupName());
    if (request.instanceIds().size() > MOST_PROTECTED) {
      throw new ApiError(
          "LimitExceeded", "A call names at most %d instances.".formatted(MOST_PROTECTED));
    }
    List<Member> members = calls.members(group, request.instanceIds());
    for (Member member : members) {
      if (!canBeProtected(member)) {
        throw invalid(
            "The instance %s is not in InService or EnteringStandby or Standby."
                .formatted(member.id()));
      }
    }
    for (Member member : members) {
      group = group.with(member.marked(member.marks().guardedIf(request.protectedFromScaleIn())));
    }
    calls.groups().put(group);
    return SetInstanceProtectionResponse.builder().build();
  }

  private static boolean canBeProtected(Member member) {
    return switch (member.phase()) {
      case Phase.InService inService -> true;
      case Phase.Standby standby -> true;
      case Phase.Draining draining -> draining.exit() == Phase.Exit.STANDBY;
      case Phase.Starting starting -> false;
      case Phase.HeldAtStart held -> false;
      case Phase.Entering entering -> false;
      case Phase.HeldAtEnd held -> false;
      case Phase.Ending ending -> false;
    };
  }

  SuspendProcessesResponse suspend(SuspendProcessesRequest request) {
    Group group = calls.groups().require(request.autoScalingGroupName());
    var byName = new TreeMap<String, SuspendedProcess>();
    String reason = "User suspended at " + at(calls.now()).substring("At ".length());
    processes(request.scalingProcesses())
        .forEach(
            name ->
                byName.put(
                    name,
                    SuspendedProcess.builder().processName(name).suspensionReason(reason).build()));
    group.settings().suspendedProcesses().forEach(each -> byName.put(each.processName(), each));
    calls.groups().put(group.set(settings -> settings.suspendedProcesses(byName.values())));
    return SuspendProcessesResponse.builder().build();
  }

  ResumeProcessesResponse resume(ResumeProcessesRequest request) {
    Group group = calls.groups().require(request.autoScalingGroupName());
    List<String> resumed = processes(request.scalingProcesses());
    List<SuspendedProcess> left =
        group.settings().suspendedProcesses().stream()
            .filter(each -> !resumed.contains(each.processName()))
            .toList();
    calls.groups().put(group.set(settings -> settings.suspendedProcesses(left)));
    return ResumeProcessesResponse.builder().build();
  }

  private static List<String> processes(List<String> asked) {
    if (!PROCESSES.containsAll(asked)) {
      throw invalid("Invalid scaling processes " + asked + ". Valid values are " + PROCESSES);
    }
    return asked.isEmpty() ? PROCESSES : asked;
  }

  EnableMetricsCollectionResponse enableMetrics(EnableMetricsCollectionRequest request) {
    Group group = calls.groups().require(request.autoScalingGroupName());
    if (!GRANULARITY.equals(request.granularity())) {
      throw invalid("Invalid metrics granularity " + request.granularity());
    }
    var names = new TreeSet<>(metrics(request.metrics()));
    group.settings().enabledMetrics().forEach(each -> names.add(each.metric()));
    calls.groups().put(collecting(group, List.copyOf(names)));
    return EnableMetricsCollectionResponse.builder().build();
  }

  DisableMetricsCollectionResponse disableMetrics(DisableMetricsCollectionRequest request) {
    Group group = calls.groups().require(request.autoScalingGroupName());
    List<String> disabled = metrics(request.metrics());
    List<String> left =
        group.settings().enabledMetrics().stream()
            .map(EnabledMetric::metric)
            .filter(metric -> !disabled.contains(metric))
            .toList();
    calls.groups().put(collecting(group, left));
    return DisableMetricsCollectionResponse.builder().build();
  }

  private static List<String> metrics(List<String> asked) {
    if (!METRICS.containsAll(asked)) {
      throw invalid("Invalid metrics " + asked);
    }
    return asked.isEmpty() ? METRICS : asked;
  }

  private static Group collecting(Group group, List<String> metrics) {
    return group.set(
        settings ->
            settings.enabledMetrics(
                metrics.stream()
                    .map(
                        metric ->
                            EnabledMetric.builder().metric(metric).granularity(GRANULARITY).build())
                    .toList()));
  }
}
