package dev.hastack.sandbox.aws.world;

import java.util.List;
import java.util.Optional;

/** The instances of one region of one account, as the rest of the world deals with them. */
public interface Instances {

  /** Hears of what befalls instances, after it has. */
  interface Listener {
    /** An instance is there, and pending. */
    default void launched(Instance instance) {}

    /** An instance has another state, or fails or passes its status checks. */
    void changed(Instance before, Instance after);

    /** Spot takes this instance at its {@link Instance#interruptionAt}; the notice is out. */
    void interruptionWarned(Instance instance);

    /** AWS recommends to replace this Spot instance. */
    void rebalanceRecommended(Instance instance);
  }

  void listen(Listener listener);

  LaunchResult launch(LaunchOrder order);

  /**
   * What EC2 would refuse an order for however much capacity there is, as a dry run of a launch
   * finds it: an image, subnet, key or profile that does not exist, an architecture that does not
   * fit.
   */
  Optional<LaunchResult.Refused> wouldRefuse(LaunchOrder order);

  /** The price of a pool now, in USD an hour. */
  double spotPrice(String instanceType, String zone);

  /** The On-Demand price, in USD an hour. */
  double onDemandPrice(String instanceType);

  /** How many more Spot instances a pool can give now. */
  int spareSpotCapacity(String instanceType, String zone);

  /** Begins to terminate; nothing if it is ending or gone. */
  void terminate(String instanceId, String reasonCode);

  /** Also for a while after it was terminated. */
  Optional<Instance> find(String instanceId);

  List<Instance> all();

  /** Whether its software answers on its ports: it runs, has booted, and nothing blocks it. */
  boolean serves(String instanceId, int port);

  /** The zone of a subnet; empty if there is no such subnet. */
  Optional<String> zoneOf(String subnetId);

  /** The VPC of a subnet; empty if there is no such subnet or nobody says. */
  default Optional<String> vpcOf(String subnetId) {
    return Optional.empty();
  }

  /**
   * A launch template version by what a group names: id or name, and a number, {@code $Latest} or
   * {@code $Default}.
   *
   * @throws ApiError as EC2 answers when there is none
   */
  TemplateVersion template(String idOrName, String version);

  /**
   * What a group must know of a version.
   *
   * @param instanceProfile name or ARN, empty if none
   * @param tagsVolumes whether it has volumes tagged
   */
  record TemplateVersion(
      String templateId,
      String templateName,
      long number,
      Optional<String> imageId,
      Optional<String> instanceType,
      Optional<String> instanceProfile,
      boolean tagsVolumes) {}
}
