package dev.hastack.provider.aws.blueprint;

import static java.util.stream.Collectors.toCollection;

import dev.hastack.api.v1alpha1.AwsSpec;
import dev.hastack.api.v1alpha1.CapacitySpec;
import dev.hastack.api.v1alpha1.FleetSpec;
import dev.hastack.api.v1alpha1.HAStackSpec;
import dev.hastack.api.v1alpha1.PurchaseSpec;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.AwsFacts;
import dev.hastack.provider.aws.AwsNames;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.Sha256;
import dev.hastack.provider.aws.UserData;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.AutoScalingGroup;
import dev.hastack.provider.aws.resource.DbCluster;
import dev.hastack.provider.aws.resource.DbInstance;
import dev.hastack.provider.aws.resource.DbSubnetGroup;
import dev.hastack.provider.aws.resource.LaunchTemplate;
import dev.hastack.provider.aws.resource.Listener;
import dev.hastack.provider.aws.resource.ListenerRule;
import dev.hastack.provider.aws.resource.LoadBalancer;
import dev.hastack.provider.aws.resource.TargetGroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Designs the stack: a launch template and a group or one a zone, and where the spec has them a
 * target group and what stands before it, and a database.
 */
public final class AwsBlueprint {
  /** Grows whenever the same input gives another stack. */
  public static final int VERSION = 2;

  public static final ResourceId LAUNCH_TEMPLATE = new ResourceId(LaunchTemplate.KIND, "app");
  public static final ResourceId TARGET_GROUP = TargetGroup.APP;
  public static final ResourceId AUTO_SCALING_GROUP = new ResourceId(AutoScalingGroup.KIND, "app");

  public static final ResourceId LOAD_BALANCER = LoadBalancer.APP;

  /** What a blueprint of any version makes for every stack, or made for many. */
  public static final List<ResourceId> ALL =
      List.of(LAUNCH_TEMPLATE, TARGET_GROUP, AUTO_SCALING_GROUP);

  /** The database, which is only looked for where there is, or may be, one. */
  public static final List<ResourceId> DATABASE =
      List.of(DbSubnetGroup.DB, DbCluster.DB, DbInstance.id(0));

  private static final String EXISTING_RULE = "existing-";
  private static final int LISTENER_HEX_DIGITS = 8;

  private AwsBlueprint() {}

  /** The listener on a port. */
  public static ResourceId listener(int port) {
    return new ResourceId(Listener.KIND, Integer.toString(port));
  }

  /**
   * The one rule on a listener that is not ours. Another listener is another resource, so that the
   * rule on the former one is found, and goes, as any that is no longer desired.
   */
  public static ResourceId existingRule(String listenerArn) {
    return new ResourceId(
        ListenerRule.KIND, EXISTING_RULE + Sha256.hex(LISTENER_HEX_DIGITS, List.of(listenerArn)));
  }

  /** Whether it is the rule on a listener that is not ours. */
  public static boolean isExistingRule(ResourceId id) {
    return id.kind().equals(ListenerRule.KIND) && id.name().startsWith(EXISTING_RULE);
  }

  /** Designs the stack. */
  public static DesiredStack design(StackId stack, HAStackSpec spec, AwsSpec aws, AwsFacts facts) {
    Map<String, String> tags = aws.tags() == null ? Map.of() : aws.tags();
    var resources = new ArrayList<DesiredResource>();
    resources.add(
        new DesiredResource(
            LAUNCH_TEMPLATE,
            AwsNames.launchTemplate(stack, LAUNCH_TEMPLATE),
            launchTemplate(stack, aws, facts, tags)));
    if (aws.targetGroup() != null) {
      TargetGroup targetGroup = TargetGroupDesign.of(aws.targetGroup(), facts.vpcId(), tags);
      resources.add(
          new DesiredResource(
              TARGET_GROUP,
              AwsNames.targetGroup(stack, TARGET_GROUP, targetGroup.immutables()),
              targetGroup));
    }
    List<DesiredResource> front = new FrontDesign(stack, aws, tags).resources();
    resources.addAll(front);
    List<DesiredResource> database = DatabaseDesign.of(stack, aws, facts, tags);
    resources.addAll(database);
    SortedSet<ResourceId> after =
        front.stream().map(DesiredResource::id).collect(toCollection(TreeSet::new));
    after.addAll(DatabaseDesign.awaited(aws, database));
    var groups = groups(spec.capacity(), aws, facts.zones(), tags);
    groups.forEach(
        (id, group) ->
            resources.add(
                new DesiredResource(id, AwsNames.autoScalingGroup(stack, id), group, after)));
    resources.addAll(SpotDesign.hooks(stack, aws, groups.keySet()));
    return new DesiredStack(stack, resources);
  }

  private static Map<ResourceId, AutoScalingGroup> groups(
      CapacitySpec capacity, AwsSpec aws, AwsFacts.Zones zones, Map<String, String> tags) {
    Integer onDemandBase = aws.fleet().purchase().onDemandBaseCapacity();
    return switch (aws.fleet().zoneLayout()) {
      case OneGroup ->
          Map.of(
              AUTO_SCALING_GROUP,
              autoScalingGroup(
                  ZoneCapacity.whole(capacity, onDemandBase),
                  aws.network().subnetIds(),
                  aws,
                  tags));
      case OneGroupPerZone -> {
        var subnets = zones.subnets();
        var groups = new TreeMap<ResourceId, AutoScalingGroup>();
        ZoneCapacity.split(
                capacity, onDemandBase, new TreeSet<>(subnets.keySet()), zones.impaired())
            .forEach(
                (zone, share) ->
                    groups.put(
                        new ResourceId(AutoScalingGroup.KIND, zone),
                        autoScalingGroup(
                            share,
                            subnets.getOrDefault(zone, List.of()),
                            aws,
                            ofZone(zone, share, zones, tags))));
        yield groups;
      }
    };
  }

  /** What is lost with a zone is only known from its group where the spec does not say it. */
  private static Map<String, String> ofZone(
      String zone, ZoneCapacity share, AwsFacts.Zones zones, Map<String, String> tags) {
    if (share.desired() != null
        || !zones.impaired().contains(zone)
        || zones.impaired().containsAll(zones.subnets().keySet())) {
      return tags;
    }
    var marked = new TreeMap<>(tags);
    marked.put(AwsTags.IMPAIRED, "true");
    return marked;
  }

  private static LaunchTemplate launchTemplate(
      StackId stack, AwsSpec aws, AwsFacts facts, Map<String, String> tags) {
    FleetSpec fleet = aws.fleet();
    var volumeTags = new TreeMap<>(tags);
    volumeTags.put(AwsTags.CLUSTER, stack.cluster());
    volumeTags.put(AwsTags.STACK, stack.qualifiedName());
    var templateTags = new TreeMap<>(tags);
    if (fleet.image().ssmParameter() != null) {
      templateTags.put(
          LaunchTemplate.IMAGE_PARAMETER_TAG, AwsTags.value(fleet.image().ssmParameter()));
      templateTags.put(LaunchTemplate.IMAGE_TAG, facts.imageId());
    }
    return new LaunchTemplate(
        AttributeValues.builder()
            .text(LaunchTemplate.IMAGE_ID, facts.imageId())
            .text(LaunchTemplate.IAM_INSTANCE_PROFILE, fleet.instanceProfile())
            .text(LaunchTemplate.KEY_NAME, fleet.keyName())
            .set(LaunchTemplate.SECURITY_GROUP_IDS, aws.network().securityGroupIds())
            .text(LaunchTemplate.USER_DATA, userData(fleet, facts))
            .put(LaunchTemplate.BLOCK_DEVICE_MAPPINGS, mappings(fleet.rootVolume(), facts))
            .put(LaunchTemplate.METADATA_OPTIONS, metadata(fleet.metadata()))
            .flag(LaunchTemplate.MONITORING, fleet.detailedMonitoring())
            .keyed(LaunchTemplate.TAG_SPECIFICATIONS, volumeTags)
            .keyed(LaunchTemplate.TAGS, templateTags)
            .build());
  }

  /** Empty user data is none: AWS keeps no difference between the two. */
  private static @Nullable String userData(FleetSpec fleet, AwsFacts facts) {
    String text = facts.userData().map(UserData::text).orElse(fleet.userData());
    return text == null || text.isEmpty() ? null : text;
  }

  private static @Nullable Value mappings(FleetSpec.@Nullable RootVolume volume, AwsFacts facts) {
    if (volume == null) {
      return null;
    }
    return Value.list(
        List.of(
            Value.struct(
                AttributeValues.builder()
                    .text(LaunchTemplate.DEVICE_NAME, facts.rootDeviceName())
                    .whole(LaunchTemplate.VOLUME_SIZE, volume.sizeGiB())
                    .text(
                        LaunchTemplate.VOLUME_TYPE,
                        volume.type() == null ? null : volume.type().name())
                    .flag(LaunchTemplate.ENCRYPTED, volume.encrypted())
                    .build()
                    .values())));
  }

  private static Value metadata(FleetSpec.MetadataOptions metadata) {
    return Value.struct(
        AttributeValues.builder()
            .text(LaunchTemplate.HTTP_TOKENS, metadata.httpTokens().name())
            .whole(LaunchTemplate.HTTP_PUT_RESPONSE_HOP_LIMIT, metadata.hopLimit())
            .build()
            .values());
  }

  private static AutoScalingGroup autoScalingGroup(
      ZoneCapacity capacity, Collection<String> subnets, AwsSpec aws, Map<String, String> tags) {
    FleetSpec fleet = aws.fleet();
    var groupTags = new TreeMap<>(tags);
    if (capacity.takenOver() > 0) {
      groupTags.put(AwsTags.TAKEN_OVER, Integer.toString(capacity.takenOver()));
    }
    var attributes =
        AttributeValues.builder()
            .whole(AutoScalingGroup.MIN_SIZE, capacity.min())
            .whole(AutoScalingGroup.MAX_SIZE, capacity.max())
            .whole(AutoScalingGroup.DESIRED_CAPACITY, capacity.desired())
            .set(AutoScalingGroup.VPC_ZONE_IDENTIFIER, subnets)
            .whole(AutoScalingGroup.ON_DEMAND_BASE_CAPACITY, capacity.onDemandBase())
            .put(
                AutoScalingGroup.LAUNCH_TEMPLATE_ID,
                new Value.Pending(LAUNCH_TEMPLATE, LaunchTemplate.OUTPUT_ID))
            .put(
                AutoScalingGroup.VERSION,
                new Value.Pending(LAUNCH_TEMPLATE, LaunchTemplate.OUTPUT_VERSION))
            .whole(AutoScalingGroup.DEFAULT_INSTANCE_WARMUP, fleet.defaultInstanceWarmupSeconds())
            .whole(AutoScalingGroup.MAX_INSTANCE_LIFETIME, fleet.maxInstanceLifetimeSeconds())
            .list(AutoScalingGroup.TERMINATION_POLICIES, names(fleet.terminationPolicies()))
            .flag(AutoScalingGroup.PROTECTED_FROM_SCALE_IN, fleet.scaleInProtection())
            .flag(AutoScalingGroup.CAPACITY_REBALANCE, SpotDesign.capacityRebalance(aws))
            .set(AutoScalingGroup.SUSPENDED_PROCESSES, names(fleet.suspendedProcesses()))
            .set(
                AutoScalingGroup.ENABLED_METRICS,
                fleet.groupMetrics() ? AutoScalingGroup.ALL_METRICS : List.of())
            .keyed(AutoScalingGroup.TAGS, groupTags);
    purchase(fleet, attributes);
    FleetSpec.HealthCheck healthCheck = fleet.healthCheck();
    if (healthCheck != null) {
      attributes
          .put(
              AutoScalingGroup.HEALTH_CHECK_TYPE,
              AutoScalingGroup.healthCheckTypes(
                  healthCheck.types().stream().map(Enum::name).toList()))
          .whole(AutoScalingGroup.HEALTH_CHECK_GRACE_PERIOD, healthCheck.gracePeriodSeconds());
    }
    if (aws.targetGroup() != null) {
      attributes.put(
          AutoScalingGroup.TARGET_GROUP_ARNS,
          Value.list(List.of(new Value.Pending(TARGET_GROUP, TargetGroup.OUTPUT_ARN))));
    }
    return new AutoScalingGroup(attributes.build());
  }

  private static void purchase(FleetSpec fleet, AttributeValues.Builder attributes) {
    PurchaseSpec purchase = fleet.purchase();
    String onDemandStrategy =
        purchase.onDemandAllocationStrategy() == null
            ? null
            : purchase.onDemandAllocationStrategy().awsValue();
    String spotStrategy = purchase.spotAllocationStrategy().awsValue();
    attributes
        .list(
            AutoScalingGroup.OVERRIDES,
            fleet.instanceTypes().stream().map(FleetSpec.InstanceType::type).toList())
        .whole(
            AutoScalingGroup.ON_DEMAND_PERCENTAGE, purchase.onDemandPercentageAboveBaseCapacity())
        .text(AutoScalingGroup.ON_DEMAND_STRATEGY, onDemandStrategy)
        .text(AutoScalingGroup.SPOT_STRATEGY, spotStrategy)
        .whole(AutoScalingGroup.SPOT_INSTANCE_POOLS, purchase.spotInstancePools())
        .text(AutoScalingGroup.SPOT_MAX_PRICE, purchase.spotMaxPrice());
  }

  private static @Nullable Collection<String> names(@Nullable List<? extends Enum<?>> constants) {
    return constants == null ? null : constants.stream().map(Enum::name).toList();
  }
}
