package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.aws.front.CallFilter;
import dev.hastack.sandbox.aws.front.Fault;
import dev.hastack.sandbox.aws.front.FaultRule;
import dev.hastack.sandbox.aws.front.Incidents;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingException;
import software.amazon.awssdk.services.autoscaling.model.Tag;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;

/** One thing that happens in a random schedule. */
sealed interface Turn {

  /** A person changes the spec. */
  record Edit(int min, int extra, int variant, boolean reporting) implements Turn {}

  /** Somebody changes AWS behind the operator's back. */
  record Meddle(int what) implements Turn {}

  /** Calls of the operator go wrong for a while. */
  record Trouble(int fault, int service, double probability, Duration length) implements Turn {}

  /** The process ends and starts again, perhaps to die or lose an answer at one of its writes. */
  record Restart(Fate.Kind kind, int at) implements Turn {}

  /** A newer operator starts. */
  record Upgrade() implements Turn {}

  /**
   * A person deletes the HAStack.
   *
   * @param anew whether another of the same name is made when it is gone
   */
  record Delete(boolean anew) implements Turn {}

  /**
   * A zone goes dark.
   *
   * @param length until the next turn; so much later again it is lit, if the schedule is not over
   */
  record Outage(int zone, Duration length) implements Turn {}

  /** Time passes. */
  record Wait(Duration length) implements Turn {}

  List<Fault> FAULTS =
      List.of(
          new Fault.Throttled(),
          new Fault.Broken(),
          new Fault.Unavailable(),
          new Fault.Denied(),
          new Fault.LostRequest(Duration.ofSeconds(10)),
          new Fault.LostAnswer(Duration.ofSeconds(10)),
          new Fault.CutPage(),
          new Fault.StaleRead(Duration.ofSeconds(20)),
          new Fault.Scarce(0.1));

  List<Double> PROBABILITIES = List.of(0.2, 0.5, 1.0);

  List<String> SERVICES = List.of("*", "ec2", "autoscaling", "elasticloadbalancing", "sts");

  /** Those of the fleet. */
  List<String> ZONES = List.of("us-east-1a", "us-east-1b", "us-east-1c");

  int BAD_REQUEST = 400;

  /** Any turn; changes and waits come more often than the rest. */
  static Turn any(SplittableRandom random) {
    int draw = random.nextInt(22);
    if (draw < 4) {
      return new Edit(
          random.nextInt(4), random.nextInt(8), random.nextInt(8), random.nextBoolean());
    }
    if (draw < 7) {
      return new Meddle(random.nextInt(6));
    }
    if (draw < 10) {
      return new Trouble(
          random.nextInt(FAULTS.size()),
          random.nextInt(SERVICES.size()),
          PROBABILITIES.get(random.nextInt(PROBABILITIES.size())),
          length(random));
    }
    if (draw < 12) {
      Fate.Kind[] kinds = Fate.Kind.values();
      return new Restart(kinds[random.nextInt(kinds.length)], random.nextInt(8));
    }
    if (draw < 14) {
      return new Delete(random.nextBoolean());
    }
    if (draw < 16) {
      return new Outage(random.nextInt(ZONES.size()), length(random));
    }
    return draw < 17 ? new Upgrade() : new Wait(length(random));
  }

  private static Duration length(SplittableRandom random) {
    return Duration.ofSeconds(random.nextInt(5, 151));
  }

  /** Makes it happen. */
  default void happen(VirtualCluster cluster, KeptStack stack, FleetManifest manifest) {
    switch (this) {
      case Edit edit -> stack.apply(edited(manifest, edit).text());
      case Meddle meddle -> tryToMeddle(cluster.outsider(), meddle.what());
      case Trouble trouble -> order(cluster, trouble);
      case Restart restart -> cluster.restart(Fate.of(restart.kind(), restart.at()));
      case Upgrade any -> cluster.upgrade();
      case Delete any -> stack.deleteIfExists(cluster.now());
      case Outage outage -> lose(cluster, ZONES.get(outage.zone()), outage.length());
      case Wait wait -> cluster.runFor(wait.length());
    }
  }

  /** What went wrong with calls and zones is over. */
  static void endFaults(VirtualCluster cluster) {
    cluster.aws().faults().liftAll();
    ZONES.forEach(incidents(cluster)::lighten);
  }

  private static FleetManifest edited(FleetManifest manifest, Edit edit) {
    int max = edit.min() + edit.extra();
    FleetManifest sized =
        manifest.with(
            "capacity: {min: 1, max: 5, desired: 2}",
            "capacity: {min: %d, max: %d}".formatted(edit.min(), max));
    FleetManifest varied =
        switch (edit.variant()) {
          case 0 -> sized.with("storefront/start", "storefront/run");
          case 1 -> sized.with("path: /health", "path: /ready");
          case 2 -> sized.with("team: web, tier: front", "team: shop");
          case 3 -> sized.withoutTargetGroup();
          case 4 -> sized.with("BaseCapacity: 20", "BaseCapacity: 50");
          case 5 -> sized.with("{type: t3a.medium}", "{type: t2.medium}");
          default -> sized;
        };
    return edit.reporting() ? varied.reporting() : varied;
  }

  private static void order(VirtualCluster cluster, Trouble trouble) {
    cluster
        .aws()
        .faults()
        .order(
            FaultRule.of(
                    FAULTS.get(trouble.fault()),
                    CallFilter.of(SERVICES.get(trouble.service()), "*")
                        .by("arn:aws:iam::*:user/operator"))
                .withProbability(trouble.probability())
                .between(cluster.now(), cluster.now().plus(trouble.length())));
  }

  private static void lose(VirtualCluster cluster, String zone, Duration length) {
    incidents(cluster).darken(zone);
    cluster.aws().time().after(length.multipliedBy(2), () -> incidents(cluster).lighten(zone));
    cluster.runFor(length);
  }

  private static Incidents incidents(VirtualCluster cluster) {
    return cluster.aws().region(VirtualCluster.ACCOUNT, Outsider.REGION).incidents();
  }

  private static void tryToMeddle(Outsider outsider, int what) {
    try {
      meddle(outsider, what);
    } catch (AutoScalingException | ElasticLoadBalancingV2Exception | Ec2Exception beingDeleted) {
      // AWS refuses whoever changes what is on its way out, or no longer there.
      assertThat(beingDeleted.statusCode()).isEqualTo(BAD_REQUEST);
    }
  }

  private static void deregisterOne(Outsider outsider, String targetGroupArn) {
    outsider
        .loadBalancing()
        .describeTargetHealth(request -> request.targetGroupArn(targetGroupArn))
        .targetHealthDescriptions()
        .stream()
        .findFirst()
        .ifPresent(
            each ->
                outsider
                    .loadBalancing()
                    .deregisterTargets(
                        request -> request.targetGroupArn(targetGroupArn).targets(each.target())));
  }

  private static void meddle(Outsider outsider, int what) {
    AccountView view = outsider.view();
    view.groups()
        .forEach(
            group -> {
              String name = group.autoScalingGroupName();
              switch (what) {
                case 0 ->
                    outsider
                        .autoScaling()
                        .updateAutoScalingGroup(
                            request ->
                                request.autoScalingGroupName(name).maxSize(group.maxSize() + 3));
                case 1 ->
                    outsider
                        .autoScaling()
                        .createOrUpdateTags(
                            request ->
                                request.tags(
                                    Tag.builder()
                                        .resourceId(name)
                                        .resourceType("auto-scaling-group")
                                        .key("team")
                                        .value("intruders")
                                        .propagateAtLaunch(true)
                                        .build()));
                case 2 ->
                    outsider
                        .autoScaling()
                        .suspendProcesses(
                            request ->
                                request.autoScalingGroupName(name).scalingProcesses("Launch"));
                case 3 ->
                    group.instances().stream()
                        .findFirst()
                        .ifPresent(
                            instance ->
                                outsider
                                    .ec2()
                                    .terminateInstances(
                                        request -> request.instanceIds(instance.instanceId())));
                default -> {
                  // Another kind of resource is meddled with below.
                }
              }
            });
    if (what == 5) {
      view.targetGroups().forEach(group -> deregisterOne(outsider, group.targetGroupArn()));
    }
    if (what == 4) {
      view.targetGroups()
          .forEach(
              group ->
                  outsider
                      .loadBalancing()
                      .modifyTargetGroup(
                          request ->
                              request
                                  .targetGroupArn(group.targetGroupArn())
                                  .healthCheckPath("/meddled")));
    }
  }
}
