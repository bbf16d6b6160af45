package dev.hastack.sandbox.aws.autoscaling;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Instance;
import dev.hastack.sandbox.aws.world.InstanceState;
import dev.hastack.sandbox.aws.world.Instances;
import dev.hastack.sandbox.aws.world.LaunchOrder;
import dev.hastack.sandbox.aws.world.LaunchResult;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Instances that do what a test says: they run after ten seconds, are terminated after ten, and
 * there is capacity unless the test refuses it. Subnets are called {@code subnet-ZONE}.
 */
final class ScriptedInstances implements Instances {
  static final Duration START = Duration.ofSeconds(10);
  static final Duration END = Duration.ofSeconds(10);
  static final String TEMPLATE = "lt-0123456789abcdef0";
  private static final double PRICE = 0.1;

  private final SimulatedTime time;
  private final List<Listener> listeners = new ArrayList<>();
  private final Map<String, Instance> instances = new TreeMap<>();
  private final Map<String, Integer> spare = new TreeMap<>();
  private Function<LaunchOrder, Optional<LaunchResult.Refused>> refusal = order -> Optional.empty();

  ScriptedInstances(SimulatedTime time) {
    this.time = time;
  }

  void refuse(Function<LaunchOrder, Optional<LaunchResult.Refused>> which) {
    refusal = which;
  }

  void spare(String instanceType, int capacity) {
    spare.put(instanceType, capacity);
  }

  @Override
  public void listen(Listener listener) {
    listeners.add(listener);
  }

  @Override
  public LaunchResult launch(LaunchOrder order) {
    Optional<LaunchResult.Refused> refused = refusal.apply(order);
    if (refused.isPresent()) {
      return refused.get();
    }
    String id = "i-%017x".formatted(instances.size() + 1);
    var instance =
        new Instance(
            id,
            order,
            "ami-1",
            "10.0.0." + instances.size(),
            InstanceState.PENDING,
            time.now(),
            time.now(),
            false,
            null,
            null,
            new TreeMap<>(order.tags()));
    instances.put(id, instance);
    time.after(START, () -> become(id, InstanceState.PENDING, InstanceState.RUNNING));
    return new LaunchResult.Launched(instance);
  }

  @Override
  public Optional<LaunchResult.Refused> wouldRefuse(LaunchOrder order) {
    return Optional.empty();
  }

  private void become(String id, InstanceState from, InstanceState to) {
    if (find(id).orElseThrow().state() == from) {
      change(id, instance -> instance.becoming(to, instance.stateReasonCode()));
    }
  }

  private void change(String id, UnaryOperator<Instance> change) {
    Instance before = find(id).orElseThrow();
    Instance after = change.apply(before);
    instances.put(id, after);
    listeners.forEach(listener -> listener.changed(before, after));
  }

  /** Gone at once, as when somebody pulls the plug. */
  void kill(String id) {
    change(id, instance -> instance.becoming(InstanceState.TERMINATED, "Server.SpotInstance"));
  }

  void impair(String id) {
    change(id, instance -> instance.impairedIf(true));
  }

  void recommendRebalance(String id) {
    listeners.forEach(listener -> listener.rebalanceRecommended(find(id).orElseThrow()));
  }

  void warn(String id) {
    change(id, instance -> instance.interruptedAt(time.now().plus(Duration.ofMinutes(2))));
    listeners.forEach(listener -> listener.interruptionWarned(find(id).orElseThrow()));
  }

  @Override
  public double spotPrice(String instanceType, String zone) {
    return onDemandPrice(instanceType) / 2;
  }

  @Override
  public double onDemandPrice(String instanceType) {
    return PRICE * instanceType.length();
  }

  @Override
  public int spareSpotCapacity(String instanceType, String zone) {
    return spare.getOrDefault(instanceType, 10);
  }

  @Override
  public void terminate(String instanceId, String reasonCode) {
    InstanceState state = find(instanceId).orElseThrow().state();
    if (state == InstanceState.PENDING || state == InstanceState.RUNNING) {
      become(instanceId, state, InstanceState.SHUTTING_DOWN);
      time.after(
          END, () -> become(instanceId, InstanceState.SHUTTING_DOWN, InstanceState.TERMINATED));
    }
  }

  @Override
  public Optional<Instance> find(String instanceId) {
    return Optional.ofNullable(instances.get(instanceId));
  }

  @Override
  public List<Instance> all() {
    return List.copyOf(instances.values());
  }

  List<Instance> running() {
    return all().stream().filter(each -> each.state() == InstanceState.RUNNING).toList();
  }

  @Override
  public boolean serves(String instanceId, int port) {
    return find(instanceId).filter(each -> each.state() == InstanceState.RUNNING).isPresent();
  }

  @Override
  public Optional<String> zoneOf(String subnetId) {
    return subnetId.startsWith("subnet-")
        ? Optional.of(subnetId.substring("subnet-".length()))
        : Optional.empty();
  }

  @Override
  public TemplateVersion template(String idOrName, String version) {
    if (!idOrName.equals(TEMPLATE) && !idOrName.equals("app")) {
      throw new ApiError(
          "InvalidLaunchTemplateId.NotFound",
          "The specified launch template, with template ID %s, does not exist."
              .formatted(idOrName));
    }
    long number =
        switch (version) {
          case "$Default" -> 1;
          case "$Latest" -> 2;
          default -> Long.parseLong(version);
        };
    return new TemplateVersion(
        TEMPLATE,
        "app",
        number,
        Optional.of("ami-1"),
        Optional.of("m5.large"),
        number == 3 ? Optional.of("web") : Optional.empty(),
        false);
  }
}
