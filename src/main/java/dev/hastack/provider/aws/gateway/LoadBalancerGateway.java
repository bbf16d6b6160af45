package dev.hastack.provider.aws.gateway;

import static dev.hastack.provider.aws.rights.Grant.TRAFFIC_LINKED_ROLE;
import static dev.hastack.provider.aws.rights.Grant.TRAFFIC_NEW;
import static dev.hastack.provider.aws.rights.Grant.TRAFFIC_NEW_TAGS;
import static dev.hastack.provider.aws.rights.Grant.TRAFFIC_OWN;

import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.AwsNames;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.inventory.Inventory;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.LoadBalancer;
import dev.hastack.provider.aws.rights.AwsRight;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AvailabilityZone;

/** Load balancers. Like target groups they have no tag filter, and are found by their names. */
public final class LoadBalancerGateway implements ResourceGateway {
  static final List<AwsRight> RIGHTS =
      List.of(
          TRAFFIC_NEW.toCall(
              "elasticloadbalancing:CreateLoadBalancer",
              "The spec may ask for a load balancer of its own."),
          TRAFFIC_NEW_TAGS.dependent(
              "elasticloadbalancing:AddTags",
              "A load balancer is marked as ours by the call that makes it.",
              "Service Authorization Reference: Elastic Load Balancing V2, CreateLoadBalancer"),
          TRAFFIC_LINKED_ROLE.dependent(
              "iam:CreateServiceLinkedRole",
              "The first load balancer of an account has AWS make the role by which Elastic Load"
                  + " Balancing acts.",
              "Service-linked roles, Elastic Load Balancing user guide"),
          TRAFFIC_OWN.toCall(
              "elasticloadbalancing:SetIpAddressType", "The address type follows the spec."),
          TRAFFIC_OWN.toCall(
              "elasticloadbalancing:SetSecurityGroups",
              "Security groups of a load balancer follow the spec."),
          TRAFFIC_OWN.toCall(
              "elasticloadbalancing:SetSubnets", "Subnets of a load balancer follow the spec."),
          TRAFFIC_OWN.toCall(
              "elasticloadbalancing:DeleteLoadBalancer",
              "A load balancer goes with its stack, or when another has taken its place."));

  private final ElasticLoadBalancingV2Client loadBalancing;
  private final Inventory inventory;
  private final ResourceTags tags;
  private final BalancerAttributes attributes;

  public LoadBalancerGateway(ElasticLoadBalancingV2Client loadBalancing, Inventory inventory) {
    this.loadBalancing = loadBalancing;
    this.inventory = inventory;
    this.tags = new ResourceTags(loadBalancing);
    this.attributes = new BalancerAttributes(loadBalancing);
  }

  @Override
  public String kind() {
    return LoadBalancer.KIND;
  }

  @Override
  public Reading read(StackId stack, Set<ResourceId> ids, Map<String, ResourceId> expected) {
    if (ids.isEmpty()) {
      // Whoever never had a load balancer is not asked for one.
      return new Reading(List.of(), List.of());
    }
    var prefixes = new HashSet<>(expected.keySet());
    ids.forEach(id -> prefixes.add(AwsNames.loadBalancerPrefix(stack, id)));
    var found = inventory.loadBalancers(prefixes);
    var tagged =
        inventory.elbTags(found.stream().map(balancer -> balancer.loadBalancerArn()).toList());
    var claims =
        new Claims<software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer>(
            kind(), stack, expected);
    for (var balancer : found) {
      Map<String, String> own = tagged.of(balancer.loadBalancerArn());
      List<String> immutables = new LoadBalancer(immutables(balancer).build()).immutables();
      claims.judge(
          balancer,
          balancer.loadBalancerName(),
          own,
          claims.claimed(own).map(id -> AwsNames.loadBalancer(stack, id, immutables)));
    }
    return new Reading(
        claims.claims().stream()
            .map(
                claim ->
                    new Reading.Found(
                        claim.id(),
                        present(
                            claim.thing(),
                            tagged.of(claim.thing().loadBalancerArn()),
                            claim.ownership())))
            .toList(),
        claims.foreignCopies());
  }

  private Present present(
      software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer balancer,
      Map<String, String> own,
      Ownership ownership) {
    Map<String, String> byKey = inventory.loadBalancerAttributes(balancer.loadBalancerArn());
    var read =
        immutables(balancer)
            .text(LoadBalancer.IP_ADDRESS_TYPE, balancer.ipAddressTypeAsString())
            .set(
                LoadBalancer.SUBNETS,
                balancer.availabilityZones().stream().map(AvailabilityZone::subnetId).toList())
            .set(LoadBalancer.SECURITY_GROUPS, balancer.securityGroups())
            .keyed(LoadBalancer.ATTRIBUTES, byKey)
            .keyed(LoadBalancer.TAGS, AwsTags.attributes(own));
    return new Present(
        balancer.loadBalancerName(),
        balancer.loadBalancerArn(),
        new LoadBalancer(read.build()),
        outputs(balancer.loadBalancerArn()),
        ownership,
        health(balancer),
        Optional.ofNullable(byKey.get(LoadBalancer.DELETION_PROTECTION))
            .filter("true"::equals)
            .map(
                on ->
                    "the load balancer's "
                        + LoadBalancer.DELETION_PROTECTION
                        + " on AWS is true; set spec.aws.loadBalancer.deletionProtection: false"
                        + " first, or switch it off on AWS, to let it go"),
        whereabouts(balancer));
  }

  /** Where clients find it. */
  static Map<String, Value> whereabouts(
      software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer balancer) {
    return Map.of(
        LoadBalancer.LIVE_DNS_NAME,
        Value.text(String.valueOf(balancer.dnsName())),
        LoadBalancer.LIVE_HOSTED_ZONE_ID,
        Value.text(String.valueOf(balancer.canonicalHostedZoneId())));
  }

  private static Health health(
      software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer balancer) {
    return switch (balancer.state() == null ? null : balancer.state().code()) {
      case PROVISIONING -> Health.PROGRESSING;
      case ACTIVE_IMPAIRED, FAILED -> Health.DEGRADED;
      case ACTIVE, UNKNOWN_TO_SDK_VERSION -> Health.HEALTHY;
      case null -> Health.HEALTHY;
    };
  }

  private static AttributeValues.Builder immutables(
      software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer balancer) {
    return AttributeValues.builder()
        .text(LoadBalancer.TYPE, balancer.typeAsString())
        .text(LoadBalancer.SCHEME, balancer.schemeAsString());
  }

  @Override
  public Outcome create(Target target) {
    String name = target.physicalName();
    AttributeValues after = target.after();
    // CreateLoadBalancer answers success with an equal one of somebody else's.
    for (var existing : inventory.loadBalancers(Set.of(name))) {
      if (existing.loadBalancerName().equals(name)) {
        String arn = existing.loadBalancerArn();
        return Refusals.alreadyThere(
            target,
            inventory.elbTags(Set.of(arn)).of(arn),
            "elasticloadbalancing:CreateLoadBalancer",
            name);
      }
    }
    var all = new TreeMap<>(after.keyedTexts(LoadBalancer.TAGS));
    all.putAll(AwsTags.ownership(target.stack(), target.id()));
    String arn =
        loadBalancing
            .createLoadBalancer(
                request -> {
                  request.name(name).tags(ResourceTags.of(all));
                  after.text(LoadBalancer.TYPE).ifPresent(request::type);
                  after.text(LoadBalancer.SCHEME).ifPresent(request::scheme);
                  after.text(LoadBalancer.IP_ADDRESS_TYPE).ifPresent(request::ipAddressType);
                  request.subnets(after.texts(LoadBalancer.SUBNETS));
                  if (after.value(LoadBalancer.SECURITY_GROUPS).isPresent()) {
                    request.securityGroups(after.texts(LoadBalancer.SECURITY_GROUPS));
                  }
                })
            .loadBalancers()
            .getFirst()
            .loadBalancerArn();
    return attributes.write(arn, after.keyedTexts(LoadBalancer.ATTRIBUTES), outputs(arn));
  }

  @Override
  public Outcome update(Target target, Present observed) {
    String arn = observed.physicalId();
    AttributeValues after = target.after();
    if (target.changes(LoadBalancer.SUBNETS)) {
      loadBalancing.setSubnets(
          request -> request.loadBalancerArn(arn).subnets(after.texts(LoadBalancer.SUBNETS)));
    }
    if (target.changes(LoadBalancer.SECURITY_GROUPS)) {
      loadBalancing.setSecurityGroups(
          request ->
              request
                  .loadBalancerArn(arn)
                  .securityGroups(after.texts(LoadBalancer.SECURITY_GROUPS)));
    }
    if (target.changes(LoadBalancer.IP_ADDRESS_TYPE)) {
      loadBalancing.setIpAddressType(
          request ->
              request
                  .loadBalancerArn(arn)
                  .ipAddressType(after.text(LoadBalancer.IP_ADDRESS_TYPE).orElse("ipv4")));
    }
    var changed = new TreeMap<>(target.keysToSet(LoadBalancer.ATTRIBUTES));
    String type = after.text(LoadBalancer.TYPE).orElse("");
    for (String key : target.keysToRemove(LoadBalancer.ATTRIBUTES)) {
      LoadBalancer.defaultOf(key, type).ifPresent(value -> changed.put(key, value));
    }
    retag(observed, target.keysToSet(LoadBalancer.TAGS), target.keysToRemove(LoadBalancer.TAGS));
    return attributes.write(arn, changed, outputs(arn));
  }

  /** Its network interfaces, which hold on to subnets and security groups for minutes. */
  @Override
  public Optional<Present> remains(String name) {
    return inventory.networkInterfacesOf(name).isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Present(
                name,
                name,
                new LoadBalancer(AttributeValues.builder().build()),
                Map.of(),
                Ownership.OURS,
                Health.DELETING,
                Optional.empty(),
                Map.of()));
  }

  @Override
  public Outcome delete(Removal removal) {
    if (removal.observed().health() != Health.DELETING) {
      Outcome deletion =
          Deletion.by(
              () ->
                  loadBalancing.deleteLoadBalancer(
                      request -> request.loadBalancerArn(removal.observed().physicalId())),
              "something still uses load balancer " + removal.observed().physicalName());
      if (!(deletion instanceof Outcome.Done)) {
        return deletion;
      }
    }
    int interfaces = inventory.networkInterfacesOf(removal.observed().physicalName()).size();
    return interfaces == 0
        ? Outcome.done()
        : new Outcome.Waiting(
            interfaces + " network interfaces of " + removal.observed().physicalName() + " to go");
  }

  @Override
  public void retag(Present observed, Map<String, String> set, Set<String> removed) {
    if (observed.health() != Health.DELETING) {
      tags.change(observed.physicalId(), set, removed);
    }
  }

  private static Map<String, Value> outputs(String arn) {
    return Map.of(LoadBalancer.OUTPUT_ARN, Value.text(arn));
  }
}
