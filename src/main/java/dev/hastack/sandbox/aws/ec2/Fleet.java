package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Chance;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Instance;
import dev.hastack.sandbox.aws.world.InstanceState;
import dev.hastack.sandbox.aws.world.Instances;
import dev.hastack.sandbox.aws.world.LaunchOrder;
import dev.hastack.sandbox.aws.world.LaunchResult;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateIamInstanceProfileSpecification;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Subnet;

/**
 * The life of instances: pending, running, serving once booted, shutting down, terminated, and
 * forgotten after about an hour ("Terminate your instance", EC2 user guide). How long each takes is
 * not documented.
 */
final class Fleet implements Instances {
  private static final Duration KEPT_AFTER_END = Duration.ofHours(1);
  private static final Duration SHORTEST_START = Duration.ofSeconds(2);
  private static final Duration LONGEST_START = Duration.ofSeconds(12);
  private static final Duration SHORTEST_END = Duration.ofSeconds(10);
  private static final Duration LONGEST_END = Duration.ofSeconds(40);
  private static final Launch.Names NO_NAMES = new Launch.Names("", "", null);

  private final Foundation foundation;
  private final Ground ground;
  private final Templates templates;
  private final Launches launches;
  private final Servers servers;
  private final Capacity capacity;
  private final Ec2Options options;

  Fleet(
      Foundation foundation,
      Ground ground,
      Templates templates,
      Servers servers,
      Capacity capacity,
      Ec2Options options) {
    this.foundation = foundation;
    this.ground = ground;
    this.templates = templates;
    this.launches = new Launches(ground, templates);
    this.servers = servers;
    this.capacity = capacity;
    this.options = options;
  }

  @Override
  public void listen(Listener listener) {
    servers.audience().add(listener);
  }

  @Override
  public LaunchResult launch(LaunchOrder order) {
    try {
      Launch launch = launches.prepare(order, NO_NAMES);
      capacity.mustSuffice(order);
      return new LaunchResult.Launched(begin(order, launch));
    } catch (ApiError refused) {
      return refusal(refused);
    }
  }

  @Override
  public Optional<LaunchResult.Refused> wouldRefuse(LaunchOrder order) {
    try {
      launches.prepare(order, NO_NAMES);
      return Optional.empty();
    } catch (ApiError refused) {
      return Optional.of(refusal(refused));
    }
  }

  private static LaunchResult.Refused refusal(ApiError refused) {
    return new LaunchResult.Refused(refused.code(), String.valueOf(refused.getMessage()));
  }

  private Instance begin(LaunchOrder order, Launch checked) {
    String id = ground.ids.next("i");
    Launch launch =
        checked.named(
            new Launch.Names(
                ground.ids.next("r"),
                ground.ids.next("vol"),
                order.spot() ? ground.ids.nextSpotRequest() : null));
    SplittableRandom random = foundation.chance().of("start of " + id);
    Instant now = foundation.time().now().truncatedTo(ChronoUnit.MILLIS);
    Duration start = Chance.between(random, SHORTEST_START, LONGEST_START);
    Duration boot = boot(random);
    var instance =
        new Instance(
            id,
            order,
            launch.image().imageId(),
            ground.subnets.takeAddress(order.subnetId()),
            InstanceState.PENDING,
            now,
            now.plus(boot),
            false,
            null,
            null,
            tags(order, launch));
    servers.put(new Server(instance, launch, null, null, new TreeSet<>()));
    ground.tags.put(launch.names().volumeId(), launch.templateTags("volume"));
    foundation.time().after(boot.compareTo(start) < 0 ? boot : start, () -> run(id));
    servers.audience().tell(listener -> listener.launched(instance));
    return instance;
  }

  /** Skewed, as boot times are: many a little faster than the mean, a few much slower. */
  private Duration boot(SplittableRandom random) {
    double spread = 0.4;
    double factor = Math.exp(spread * random.nextGaussian() - spread * spread / 2);
    return Duration.ofMillis(
        Math.round(options.meanBoot().toMillis() * Math.clamp(factor, 0.5, 3.0)));
  }

  /**
   * A tag of the group wins over one of the template ("Tag Auto Scaling groups and instances", Auto
   * Scaling user guide).
   */
  private static SortedMap<String, String> tags(LaunchOrder order, Launch launch) {
    var tags = new TreeMap<>(launch.templateTags("instance"));
    tags.putAll(order.tags());
    tags.put("aws:ec2launchtemplate:id", order.templateId());
    tags.put("aws:ec2launchtemplate:version", Long.toString(order.templateVersion()));
    return tags;
  }

  private void run(String id) {
    if (servers
        .find(id)
        .filter(each -> each.instance().state() == InstanceState.PENDING)
        .isPresent()) {
      servers.change(id, instance -> instance.becoming(InstanceState.RUNNING, null));
    }
  }

  @Override
  public double spotPrice(String instanceType, String zone) {
    return capacity.price(new SpotPool(instanceType, zone));
  }

  @Override
  public double onDemandPrice(String instanceType) {
    return ground.types.named(instanceType).onDemandPrice();
  }

  @Override
  public int spareSpotCapacity(String instanceType, String zone) {
    return capacity.spareSpot(new SpotPool(instanceType, zone));
  }

  @Override
  public void terminate(String instanceId, String reasonCode) {
    if (servers.find(instanceId).filter(Server::isAlive).isEmpty()) {
      return;
    }
    servers.update(instanceId, server -> server.ending(foundation.time().now()));
    servers.change(
        instanceId, instance -> instance.becoming(InstanceState.SHUTTING_DOWN, reasonCode));
    foundation
        .time()
        .after(
            Chance.between(
                foundation.chance().of("end of " + instanceId), SHORTEST_END, LONGEST_END),
            () -> end(instanceId, reasonCode));
  }

  /** Gone in this moment, without shutting down. */
  void kill(String instanceId, String reasonCode) {
    if (servers.find(instanceId).filter(Server::isAlive).isPresent()) {
      servers.update(instanceId, server -> server.ending(foundation.time().now()));
      end(instanceId, reasonCode);
    }
  }

  private void end(String instanceId, String reasonCode) {
    Instance instance = servers.find(instanceId).orElseThrow().instance();
    ground.subnets.releaseAddress(instance.order().subnetId(), instance.privateIpAddress());
    servers.change(instanceId, each -> each.becoming(InstanceState.TERMINATED, reasonCode));
    foundation.time().after(KEPT_AFTER_END, () -> servers.forget(instanceId));
  }

  @Override
  public Optional<Instance> find(String instanceId) {
    return servers.find(instanceId).map(Server::instance);
  }

  @Override
  public List<Instance> all() {
    return servers.all().stream().map(Server::instance).toList();
  }

  @Override
  public boolean serves(String instanceId, int port) {
    return servers
        .find(instanceId)
        .filter(server -> server.instance().state() == InstanceState.RUNNING)
        .filter(server -> !server.instance().servesFrom().isAfter(foundation.time().now()))
        .filter(server -> !server.instance().impaired())
        .filter(server -> !server.blockedPorts().contains(port))
        .filter(server -> !ground.zones.isDark(server.instance().order().zone()))
        .isPresent();
  }

  @Override
  public Optional<String> zoneOf(String subnetId) {
    return ground.subnets.find(subnetId).map(Subnet::availabilityZone);
  }

  @Override
  public Optional<String> vpcOf(String subnetId) {
    return ground.subnets.find(subnetId).map(Subnet::vpcId);
  }

  @Override
  public TemplateVersion template(String idOrName, String version) {
    Template template = templates.of(idOrName);
    var found = Templates.version(template, version);
    return new TemplateVersion(
        template.id(),
        template.name(),
        found.number(),
        Optional.ofNullable(found.data().imageId()),
        Optional.ofNullable(found.data().instanceTypeAsString()),
        Optional.ofNullable(found.data().iamInstanceProfile()).map(Fleet::nameOrArn),
        found.data().tagSpecifications().stream()
            .anyMatch(each -> each.resourceType() == ResourceType.VOLUME));
  }

  private static String nameOrArn(LaunchTemplateIamInstanceProfileSpecification profile) {
    return profile.arn() == null ? profile.name() : profile.arn();
  }
}
