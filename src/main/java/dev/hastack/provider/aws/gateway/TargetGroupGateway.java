package dev.hastack.provider.aws.gateway;

import static dev.hastack.provider.aws.rights.Grant.TRAFFIC_NEW;
import static dev.hastack.provider.aws.rights.Grant.TRAFFIC_NEW_TAGS;
import static dev.hastack.provider.aws.rights.Grant.TRAFFIC_OWN;

import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ObservedStack.Finding;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.AwsNames;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.gateway.TargetHealthReader.TargetHealth;
import dev.hastack.provider.aws.inventory.Inventory;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.TargetGroup;
import dev.hastack.provider.aws.rights.AwsRight;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Matcher;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;

/**
 * Target groups. They have no tag filter, so all whose names begin as ours would are listed: also
 * one of other immutable attributes, which a replacement left behind, is found.
 */
public final class TargetGroupGateway implements ResourceGateway {
  static final List<AwsRight> RIGHTS =
      List.of(
          TRAFFIC_NEW.toCall(
              "elasticloadbalancing:CreateTargetGroup",
              "Servers are the targets of a target group."),
          TRAFFIC_NEW_TAGS.dependent(
              "elasticloadbalancing:AddTags",
              "A target group is marked as ours by the call that makes it.",
              "Service Authorization Reference: Elastic Load Balancing V2, CreateTargetGroup"),
          TRAFFIC_OWN.toCall(
              "elasticloadbalancing:ModifyTargetGroup", "Health checks follow the spec."),
          TRAFFIC_OWN.toCall(
              "elasticloadbalancing:ModifyTargetGroupAttributes",
              "Deregistration delay, stickiness and algorithm follow the spec."),
          TRAFFIC_OWN.toCall(
              "elasticloadbalancing:DeleteTargetGroup",
              "A target group goes with its stack, or when another has taken its place."));

  private static final Set<String> HEALTH_CHECK =
      Set.of(
          TargetGroup.HEALTH_CHECK_PROTOCOL,
          TargetGroup.HEALTH_CHECK_PORT,
          TargetGroup.HEALTH_CHECK_PATH,
          TargetGroup.HEALTH_CHECK_INTERVAL_SECONDS,
          TargetGroup.HEALTH_CHECK_TIMEOUT_SECONDS,
          TargetGroup.HEALTHY_THRESHOLD_COUNT,
          TargetGroup.UNHEALTHY_THRESHOLD_COUNT,
          TargetGroup.MATCHER);

  private final ElasticLoadBalancingV2Client loadBalancing;
  private final Inventory inventory;
  private final TargetHealthReader targets;
  private final ResourceTags resourceTags;

  public TargetGroupGateway(ElasticLoadBalancingV2Client loadBalancing, Inventory inventory) {
    this.loadBalancing = loadBalancing;
    this.inventory = inventory;
    this.targets = new TargetHealthReader(inventory);
    this.resourceTags = new ResourceTags(loadBalancing);
  }

  @Override
  public String kind() {
    return TargetGroup.KIND;
  }

  @Override
  public Reading read(StackId stack, Set<ResourceId> ids, Map<String, ResourceId> expected) {
    var prefixes = new HashSet<>(expected.keySet());
    ids.forEach(id -> prefixes.add(AwsNames.targetGroupPrefix(stack, id)));
    var groups = inventory.targetGroups(prefixes);
    var tags = inventory.elbTags(groups.stream().map(group -> group.targetGroupArn()).toList());
    var claims =
        new Claims<software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup>(
            kind(), stack, expected);
    for (var group : groups) {
      Map<String, String> own = tags.of(group.targetGroupArn());
      List<String> immutables = new TargetGroup(immutables(group).build()).immutables();
      claims.judge(
          group,
          group.targetGroupName(),
          own,
          claims.claimed(own).map(id -> AwsNames.targetGroup(stack, id, immutables)));
    }
    var found = new ArrayList<Reading.Found>();
    var findings = new ArrayList<Finding>();
    boolean migrating = claims.claims().size() > 1;
    for (var claim : claims.claims()) {
      var group = claim.thing();
      boolean counts = claim.ownership() != Ownership.NOT_OURS;
      TargetHealth health =
          counts && (migrating || !group.loadBalancerArns().isEmpty())
              ? targets.read(stack, group.targetGroupName(), group.targetGroupArn())
              : new TargetHealth(Map.of(), Health.HEALTHY, List.of());
      findings.addAll(health.findings());
      found.add(
          new Reading.Found(
              claim.id(),
              present(group, tags.of(group.targetGroupArn()), claim.ownership(), health)));
    }
    return new Reading(found, claims.foreignCopies(), findings);
  }

  private Present present(
      software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup group,
      Map<String, String> tags,
      Ownership ownership,
      TargetHealth health) {
    var attributes =
        immutables(group)
            .text(TargetGroup.HEALTH_CHECK_PROTOCOL, group.healthCheckProtocolAsString())
            .text(TargetGroup.HEALTH_CHECK_PORT, group.healthCheckPort())
            .text(TargetGroup.HEALTH_CHECK_PATH, group.healthCheckPath())
            .whole(TargetGroup.HEALTH_CHECK_INTERVAL_SECONDS, group.healthCheckIntervalSeconds())
            .whole(TargetGroup.HEALTH_CHECK_TIMEOUT_SECONDS, group.healthCheckTimeoutSeconds())
            .whole(TargetGroup.HEALTHY_THRESHOLD_COUNT, group.healthyThresholdCount())
            .whole(TargetGroup.UNHEALTHY_THRESHOLD_COUNT, group.unhealthyThresholdCount())
            .keyed(TargetGroup.TAGS, AwsTags.attributes(tags));
    Matcher matcher = group.matcher();
    if (matcher != null) {
      attributes.text(
          TargetGroup.MATCHER,
          matcher.httpCode() == null ? matcher.grpcCode() : matcher.httpCode());
    }
    var live = new TreeMap<>(health.live());
    live.put(TargetGroup.LIVE_LOAD_BALANCERS, Value.setOf(group.loadBalancerArns()));
    Map<String, String> byKey = inventory.targetGroupAttributes(group.targetGroupArn());
    TargetGroup.KEYS.forEach(key -> attributes.text(key, byKey.get(key)));
    return new Present(
        group.targetGroupName(),
        group.targetGroupArn(),
        new TargetGroup(attributes.build()),
        outputs(group.targetGroupArn()),
        ownership,
        health.health(),
        Optional.empty(),
        live);
  }

  private static AttributeValues.Builder immutables(
      software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup group) {
    return AttributeValues.builder()
        .whole(TargetGroup.PORT, group.port())
        .text(TargetGroup.PROTOCOL, group.protocolAsString())
        .text(TargetGroup.PROTOCOL_VERSION, group.protocolVersion())
        .text(TargetGroup.TARGET_TYPE, group.targetTypeAsString())
        .text(TargetGroup.VPC_ID, group.vpcId());
  }

  @Override
  public Outcome create(Target target) {
    // CreateTargetGroup answers success with an equal one of somebody else's.
    for (var existing : inventory.targetGroups(Set.of(target.physicalName()))) {
      if (existing.targetGroupName().equals(target.physicalName())) {
        String arn = existing.targetGroupArn();
        return Refusals.alreadyThere(
            target,
            inventory.elbTags(Set.of(arn)).of(arn),
            "elasticloadbalancing:CreateTargetGroup",
            target.physicalName());
      }
    }
    AttributeValues after = target.after();
    var tags = new TreeMap<>(after.keyedTexts(TargetGroup.TAGS));
    tags.putAll(AwsTags.ownership(target.stack(), target.id()));
    String arn =
        loadBalancing
            .createTargetGroup(
                request -> {
                  request.name(target.physicalName()).tags(ResourceTags.of(tags));
                  after.whole(TargetGroup.PORT).ifPresent(request::port);
                  after.text(TargetGroup.PROTOCOL).ifPresent(request::protocol);
                  after.text(TargetGroup.PROTOCOL_VERSION).ifPresent(request::protocolVersion);
                  after.text(TargetGroup.TARGET_TYPE).ifPresent(request::targetType);
                  after.text(TargetGroup.VPC_ID).ifPresent(request::vpcId);
                  after
                      .text(TargetGroup.HEALTH_CHECK_PROTOCOL)
                      .ifPresent(request::healthCheckProtocol);
                  after.text(TargetGroup.HEALTH_CHECK_PORT).ifPresent(request::healthCheckPort);
                  after.text(TargetGroup.HEALTH_CHECK_PATH).ifPresent(request::healthCheckPath);
                  after
                      .whole(TargetGroup.HEALTH_CHECK_INTERVAL_SECONDS)
                      .ifPresent(request::healthCheckIntervalSeconds);
                  after
                      .whole(TargetGroup.HEALTH_CHECK_TIMEOUT_SECONDS)
                      .ifPresent(request::healthCheckTimeoutSeconds);
                  after
                      .whole(TargetGroup.HEALTHY_THRESHOLD_COUNT)
                      .ifPresent(request::healthyThresholdCount);
                  after
                      .whole(TargetGroup.UNHEALTHY_THRESHOLD_COUNT)
                      .ifPresent(request::unhealthyThresholdCount);
                  matcher(after).ifPresent(request::matcher);
                })
            .targetGroups()
            .getFirst()
            .targetGroupArn();
    modifyAttributes(arn, after, TargetGroup.KEYS.stream());
    return new Outcome.Done(outputs(arn));
  }

  @Override
  public Outcome update(Target target, Present observed) {
    String arn = observed.physicalId();
    AttributeValues after = target.after();
    if (target.changesAny(HEALTH_CHECK)) {
      AttributeValues changed = target.changed();
      loadBalancing.modifyTargetGroup(
          request -> {
            request.targetGroupArn(arn);
            changed.text(TargetGroup.HEALTH_CHECK_PROTOCOL).ifPresent(request::healthCheckProtocol);
            changed.text(TargetGroup.HEALTH_CHECK_PORT).ifPresent(request::healthCheckPort);
            changed.text(TargetGroup.HEALTH_CHECK_PATH).ifPresent(request::healthCheckPath);
            changed
                .whole(TargetGroup.HEALTH_CHECK_INTERVAL_SECONDS)
                .ifPresent(request::healthCheckIntervalSeconds);
            changed
                .whole(TargetGroup.HEALTH_CHECK_TIMEOUT_SECONDS)
                .ifPresent(request::healthCheckTimeoutSeconds);
            changed
                .whole(TargetGroup.HEALTHY_THRESHOLD_COUNT)
                .ifPresent(request::healthyThresholdCount);
            changed
                .whole(TargetGroup.UNHEALTHY_THRESHOLD_COUNT)
                .ifPresent(request::unhealthyThresholdCount);
            if (target.changes(TargetGroup.MATCHER)) {
              matcher(after).ifPresent(request::matcher);
            }
          });
    }
    modifyAttributes(arn, after, TargetGroup.KEYS.stream().filter(target::changes));
    retag(observed, target.keysToSet(TargetGroup.TAGS), target.keysToRemove(TargetGroup.TAGS));
    return new Outcome.Done(outputs(arn));
  }

  private void modifyAttributes(String arn, AttributeValues after, Stream<String> keys) {
    List<TargetGroupAttribute> attributes =
        keys.flatMap(
                key ->
                    after.text(key).stream()
                        .map(value -> TargetGroupAttribute.builder().key(key).value(value).build()))
            .toList();
    if (!attributes.isEmpty()) {
      loadBalancing.modifyTargetGroupAttributes(
          request -> request.targetGroupArn(arn).attributes(attributes));
    }
  }

  @Override
  public Outcome delete(Removal removal) {
    return Deletion.by(
        () ->
            loadBalancing.deleteTargetGroup(
                request -> request.targetGroupArn(removal.observed().physicalId())),
        "a listener or rule still uses target group " + removal.observed().physicalName());
  }

  @Override
  public void retag(Present observed, Map<String, String> set, Set<String> removed) {
    resourceTags.change(observed.physicalId(), set, removed);
  }

  private static Optional<Matcher> matcher(AttributeValues after) {
    boolean grpc = after.text(TargetGroup.PROTOCOL_VERSION).equals(Optional.of("GRPC"));
    return after
        .text(TargetGroup.MATCHER)
        .map(
            codes ->
                grpc
                    ? Matcher.builder().grpcCode(codes).build()
                    : Matcher.builder().httpCode(codes).build());
  }

  private static Map<String, Value> outputs(String arn) {
    return Map.of(TargetGroup.OUTPUT_ARN, Value.text(arn));
  }
}
