package dev.hastack.provider.aws;

import static dev.hastack.provider.aws.rights.Grant.TRAFFIC_CERTIFICATES;

import dev.hastack.api.v1alpha1.AwsSpec;
import dev.hastack.api.v1alpha1.ListenerSpec;
import dev.hastack.api.v1alpha1.LoadBalancerSpec;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.provider.aws.blueprint.AwsBlueprint;
import dev.hastack.provider.aws.resource.Listener;
import dev.hastack.provider.aws.resource.ListenerRule;
import dev.hastack.provider.aws.resource.LoadBalancer;
import dev.hastack.provider.aws.rights.AwsRight;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;

/**
 * Holds what a spec says of its load balancer against what the account has, before anything is
 * made. What a resource needs and is not there is told of that resource; what is possible and yet
 * unwise becomes a warning.
 */
final class FrontChecks {
  static final List<AwsRight> RIGHTS =
      List.of(
          TRAFFIC_CERTIFICATES.toCall(
              "acm:DescribeCertificate",
              "A certificate that is not issued is said before a listener is made."));

  /** Application Load Balancer user guide, Quotas: unless raised. */
  private static final int TARGETS_OF_A_GROUP = 1_000;

  private static final String SUBNETS = "spec.aws.loadBalancer.subnetIds";

  private final AwsRegions.AwsRegion region;
  private final SpecChecks checks;
  private final String accountId;
  private final Prerequisites prerequisites = new Prerequisites();
  private final List<String> warnings = new ArrayList<>();

  FrontChecks(AwsRegions.AwsRegion region, SpecChecks checks, String accountId) {
    this.accountId = accountId;
    this.region = region;
    this.checks = checks;
  }

  /**
   * What is missing or to be warned of.
   *
   * @param servers the servers' subnets
   * @param serverGroups the servers' security groups, none where the spec names none
   */
  AwsFacts.Concerns of(AwsSpec aws, List<Subnet> servers, List<SecurityGroup> serverGroups) {
    LoadBalancerSpec spec = aws.loadBalancer();
    if (spec == null) {
      return AwsFacts.Concerns.NONE;
    }
    SecurityGroupGuidance.Balancer balancer =
        spec.existing() == null
            ? own(aws, spec, servers)
            : standing(aws, spec.existing(), servers.getFirst().vpcId());
    if (aws.targetGroup() != null) {
      warnings.addAll(SecurityGroupGuidance.warnings(serverGroups, balancer, aws.targetGroup()));
    }
    unserved(servers, balancer.subnets()).ifPresent(warnings::add);
    return new AwsFacts.Concerns(warnings, prerequisites.missing());
  }

  /** Targets of a zone that the load balancer is not in are unused (TargetHealth, reason codes). */
  private static Optional<String> unserved(List<Subnet> servers, List<Subnet> balancer) {
    Set<String> zones = zones(servers);
    zones.removeAll(zones(balancer));
    return balancer.isEmpty() || zones.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the load balancer has no subnet in %s, so servers there would get no requests; give it one there, or take those zones from spec.aws.network.subnetIds"
                .formatted(String.join(", ", zones)));
  }

  private static Set<String> zones(List<Subnet> subnets) {
    return subnets.stream()
        .map(Subnet::availabilityZone)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What to warn of where a group is to have more servers than a target group takes. */
  static List<String> ofCapacity(AwsSpec aws, int max) {
    return aws.targetGroup() != null && max > TARGETS_OF_A_GROUP
        ? List.of(
            "spec.capacity.max is %d, and AWS lets a target group have %d targets unless that quota is raised; servers beyond it would start and serve nobody"
                .formatted(max, TARGETS_OF_A_GROUP))
        : List.of();
  }

  private SecurityGroupGuidance.Balancer own(
      AwsSpec aws, LoadBalancerSpec spec, List<Subnet> servers) {
    String vpcId = servers.getFirst().vpcId();
    List<String> ids = spec.subnetIds();
    List<Subnet> subnets = new ArrayList<>(ids == null ? servers : List.of());
    prerequisites.check(
        AwsBlueprint.LOAD_BALANCER,
        LoadBalancer.SUBNETS,
        () -> {
          if (ids != null) {
            subnets.addAll(subnets(ids, aws.network().allowSingleZone(), vpcId));
          }
          oneOfEachZone(ids == null ? "spec.aws.network.subnetIds" : SUBNETS, subnets);
        });
    prerequisites.check(
        AwsBlueprint.LOAD_BALANCER,
        LoadBalancer.SECURITY_GROUPS,
        () ->
            checks.securityGroups(
                "spec.aws.loadBalancer.securityGroupIds", spec.securityGroupIds(), vpcId));
    for (ListenerSpec listener : orNone(spec.listeners())) {
      for (String arn : new LinkedHashSet<>(orNone(listener.certificateArns()))) {
        prerequisites.check(
            AwsBlueprint.listener(listener.port()),
            Listener.CERTIFICATES,
            () -> certificate(arn, aws.region()));
      }
    }
    if (spec.accessLogs() != null) {
      logs(spec, spec.accessLogs(), aws.region());
    }
    return new SecurityGroupGuidance.Balancer(
        spec.type() == LoadBalancerSpec.Type.network, orNone(spec.securityGroupIds()), subnets);
  }

  /** A load balancer serves without its logs, and a policy that nobody may read may let them in. */
  private void logs(LoadBalancerSpec spec, LoadBalancerSpec.AccessLogs logs, String stackRegion) {
    try {
      new LogBucketCheck(region.clients().s3(), accountId)
          .run(
              logs.bucket(),
              LogDelivery.of(
                  spec.type() == LoadBalancerSpec.Type.network,
                  PartitionMetadata.of(Region.of(stackRegion)).id(),
                  accountId,
                  logs.bucket(),
                  Objects.requireNonNullElse(logs.prefix(), "")));
    } catch (AwsCallException failed) {
      Failure why = failed.failure();
      if (why.kind() == FailureKind.INVALID || why.kind() == FailureKind.NOT_FOUND) {
        prerequisites.want(AwsBlueprint.LOAD_BALANCER, LoadBalancer.ATTRIBUTES_OF_LOGS, why);
      } else {
        warnings.add(
            "whether the load balancer may write its access logs to bucket %s is not known: %s"
                .formatted(logs.bucket(), why.sentence()));
      }
    }
  }

  private List<Subnet> subnets(List<String> ids, boolean allowSingleZone, String vpcId) {
    List<Subnet> subnets = checks.subnets(SUBNETS, ids, allowSingleZone);
    String found = subnets.getFirst().vpcId();
    if (!found.equals(vpcId)) {
      throw SpecChecks.invalid(
          "SubnetsOfOtherVpc",
          "%s are of %s, but the servers are in %s, where a load balancer of another VPC does not reach them; name subnets of the servers' VPC"
              .formatted(SUBNETS, found, vpcId));
    }
    return subnets;
  }

  /** CreateLoadBalancer: "You can specify only one subnet per Availability Zone". */
  private static void oneOfEachZone(String field, List<Subnet> subnets) {
    Map<String, List<String>> byZone =
        subnets.stream()
            .collect(
                Collectors.groupingBy(
                    Subnet::availabilityZone,
                    TreeMap::new,
                    Collectors.mapping(Subnet::subnetId, Collectors.toList())));
    byZone.forEach(
        (zone, ids) -> {
          if (ids.size() > 1) {
            throw SpecChecks.invalid(
                "SubnetsOfSameZone",
                "%s names %s, which are all in %s, and a load balancer takes one subnet of each zone; name one of each in %s"
                    .formatted(field, String.join(" and ", ids), zone, SUBNETS));
          }
        });
  }

  /** IAM's certificates are left to AWS to judge: they know neither region nor status. */
  private void certificate(String arn, String wantedRegion) {
    String[] parts = arn.split(":", -1);
    if (!parts[2].equals("acm")) {
      return;
    }
    String field = "spec.aws.loadBalancer.listeners.certificateArns names " + arn;
    if (!parts[3].equals(wantedRegion)) {
      throw SpecChecks.invalid(
          "CertificateOfOtherRegion",
          "%s of %s, but a load balancer takes certificates of its own region only, which is %s; request or import one there"
              .formatted(field, parts[3], wantedRegion));
    }
    CertificateStatus status = status(arn, field);
    if (status != CertificateStatus.ISSUED) {
      throw SpecChecks.invalid(
          "CertificateNotIssued",
          "%s, whose status is %s; %s"
              .formatted(
                  field,
                  status,
                  status == CertificateStatus.PENDING_VALIDATION
                      ? "validate its domain names as Certificate Manager asks, or name another"
                      : "name one that is ISSUED"));
    }
  }

  private CertificateStatus status(String arn, String field) {
    try {
      return region
          .clients()
          .acm()
          .describeCertificate(request -> request.certificateArn(arn))
          .certificate()
          .status();
    } catch (AwsCallException refused) {
      if (refused.failure().kind() != FailureKind.NOT_FOUND) {
        throw refused;
      }
      throw SpecChecks.notFound(
          "CertificateNotFound",
          field + ", which this account does not have; correct the ARN or request a certificate");
    }
  }

  private SecurityGroupGuidance.Balancer standing(
      AwsSpec aws, LoadBalancerSpec.ExistingListener existing, String vpcId) {
    var groups = new ArrayList<String>();
    var subnets = new ArrayList<Subnet>();
    prerequisites.check(
        AwsBlueprint.existingRule(existing.listenerArn()),
        ListenerRule.LISTENER_ARN,
        () -> {
          var balancer = existing(aws, existing, vpcId);
          groups.addAll(balancer.securityGroups());
          subnets.addAll(
              checks.subnets(
                  "the load balancer of spec.aws.loadBalancer.existing.listenerArn",
                  balancer.availabilityZones().stream().map(zone -> zone.subnetId()).toList(),
                  true));
        });
    return new SecurityGroupGuidance.Balancer(false, groups, subnets);
  }

  private software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer existing(
      AwsSpec aws, LoadBalancerSpec.ExistingListener existing, String vpcId) {
    String arn = existing.listenerArn();
    String field = "spec.aws.loadBalancer.existing.listenerArn is " + arn;
    String ofRegion = arn.split(":", -1)[3];
    if (!ofRegion.equals(aws.region())) {
      throw SpecChecks.invalid(
          "ListenerOfOtherRegion",
          "%s of %s, but the stack is in %s; name a listener of the stack's region"
              .formatted(field, ofRegion, aws.region()));
    }
    var balancer =
        region
            .inventory()
            .listener(arn)
            .flatMap(listener -> region.inventory().loadBalancer(listener.loadBalancerArn()))
            .orElseThrow(
                () ->
                    SpecChecks.notFound(
                        "ListenerNotFound",
                        field + ", which this account does not have; correct the ARN"));
    if (!vpcId.equals(balancer.vpcId())) {
      throw SpecChecks.invalid(
          "ListenerOfOtherVpc",
          "%s of a load balancer in %s, but the servers are in %s, where it does not reach them; name a listener of the servers' VPC"
              .formatted(field, balancer.vpcId(), vpcId));
    }
    return balancer;
  }

  private static <T> List<T> orNone(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
