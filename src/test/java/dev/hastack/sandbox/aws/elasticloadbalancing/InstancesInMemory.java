package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.world.Instance;
import dev.hastack.sandbox.aws.world.InstanceState;
import dev.hastack.sandbox.aws.world.Instances;
import dev.hastack.sandbox.aws.world.LaunchOrder;
import dev.hastack.sandbox.aws.world.LaunchResult;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Instances that do what a test says. */
final class InstancesInMemory implements Instances {
  /** How long an instance takes from shutting down to terminated. */
  static final Duration ENDING = Duration.ofSeconds(30);

  private final SimulatedTime time;
  private final Map<String, Instance> instances = new TreeMap<>();
  private final Set<String> blocked = new HashSet<>();
  private final List<Listener> listeners = new ArrayList<>();

  InstancesInMemory(SimulatedTime time) {
    this.time = time;
  }

  /** One that runs, and serves after a while. */
  String run(String zone, Duration boot) {
    int number = instances.size() + 1;
    String id = "i-%017x".formatted(number);
    var order = new LaunchOrder("lt-1", 1, "m7g.large", zone, subnet(zone), false, null, Map.of());
    instances.put(
        id,
        new Instance(
            id,
            order,
            "ami-1",
            "10.0.0." + number,
            InstanceState.RUNNING,
            time.now(),
            time.now().plus(boot),
            false,
            null,
            null,
            new TreeMap<>()));
    return id;
  }

  static String subnet(String zone) {
    return "subnet-" + zone;
  }

  /** Nothing reaches it, though it runs. */
  void block(String id) {
    blocked.add(id);
  }

  void unblock(String id) {
    blocked.remove(id);
  }

  @Override
  public void listen(Listener listener) {
    listeners.add(listener);
  }

  @Override
  public LaunchResult launch(LaunchOrder order) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<LaunchResult.Refused> wouldRefuse(LaunchOrder order) {
    throw new UnsupportedOperationException();
  }

  @Override
  public double spotPrice(String instanceType, String zone) {
    throw new UnsupportedOperationException();
  }

  @Override
  public double onDemandPrice(String instanceType) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int spareSpotCapacity(String instanceType, String zone) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void terminate(String instanceId, String reasonCode) {
    become(instanceId, InstanceState.SHUTTING_DOWN);
    time.after(ENDING, () -> become(instanceId, InstanceState.TERMINATED));
  }

  private void become(String id, InstanceState state) {
    Instance before = find(id).orElseThrow();
    Instance after = before.becoming(state, null);
    instances.put(id, after);
    listeners.forEach(listener -> listener.changed(before, after));
  }

  @Override
  public Optional<Instance> find(String instanceId) {
    return Optional.ofNullable(instances.get(instanceId));
  }

  @Override
  public List<Instance> all() {
    return List.copyOf(instances.values());
  }

  @Override
  public boolean serves(String instanceId, int port) {
    Instance instance = instances.get(instanceId);
    return instance != null
        && instance.state() == InstanceState.RUNNING
        && !time.now().isBefore(instance.servesFrom())
        && !blocked.contains(instanceId);
  }

  @Override
  public Optional<String> zoneOf(String subnetId) {
    return subnetId.startsWith("subnet-us-")
        ? Optional.of(subnetId.substring("subnet-".length()))
        : Optional.empty();
  }

  @Override
  public Optional<String> vpcOf(String subnetId) {
    return zoneOf(subnetId).map(zone -> "vpc-1");
  }

  @Override
  public TemplateVersion template(String idOrName, String version) {
    throw new UnsupportedOperationException();
  }
}
