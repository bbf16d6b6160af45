package dev.hastack.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stack on Amazon Web Services.
 *
 * <p>Tag limits are Elastic Load Balancing's, the strictest of the services used: 50 tags a
 * resource, keys of 128 and values of 256 characters, letters, digits, spaces and {@code _.:/=+-@}
 * (API reference, Tag). Ten of the 50 are kept for the operator.
 *
 * @param tags on everything the stack owns, besides the operator's own
 */
@ContractType
@ValidationRule(
    value = "self.region == oldSelf.region",
    message =
        "aws.region cannot be changed; create another HAStack in the other region and delete this"
            + " one when it has taken over")
@ValidationRule(
    value =
        "has(self.accountRef) == has(oldSelf.accountRef) && (!has(self.accountRef) ||"
            + " self.accountRef.name == oldSelf.accountRef.name)",
    message =
        "aws.accountRef cannot be changed, added or removed, since the stack lives in that account;"
            + " create another HAStack and delete this one when it has taken over")
@ValidationRule(
    value =
        "!has(self.tags) || self.tags.all(k, !k.startsWith('hastack.dev/') &&"
            + " !k.matches('^[aA][wW][sS]:'))",
    message =
        "aws.tags must not use keys beginning with hastack.dev/ (the operator's own) or aws: (AWS's"
            + " own); rename the key")
@ValidationRule(
    value =
        "!has(self.tags) || self.tags.all(k,"
            + " k.matches('^[\\\\p{L}\\\\p{Z}\\\\p{N}_.:/=+@-]{1,128}$'))",
    message =
        "each key of aws.tags must have 1 to 128 characters out of letters, digits, spaces and"
            + " _ . : / = + - @; change the key")
@ValidationRule(
    value =
        "has(self.targetGroup) || !has(self.fleet.healthCheck) ||"
            + " !self.fleet.healthCheck.types.exists(t, t == 'ELB')",
    message =
        "fleet.healthCheck.types may name ELB only beside aws.targetGroup, whose verdict it is; add"
            + " a targetGroup or remove ELB")
@ValidationRule(
    value =
        "!has(self.spot) || self.spot.onInterruption != 'Drain' || !has(self.targetGroup) ||"
            + " (self.targetGroup.deregistrationDelaySeconds >= 30 &&"
            + " self.targetGroup.deregistrationDelaySeconds <= 90)",
    message =
        "targetGroup.deregistrationDelaySeconds must be 30 to 90 where spot.onInterruption is"
            + " Drain, since a Spot server is gone two minutes after its notice; change the delay,"
            + " or set spot.onInterruption: Ignore")
@ValidationRule(
    value = "has(self.targetGroup) || !has(self.loadBalancer)",
    message =
        "aws.loadBalancer needs aws.targetGroup, to which it sends the traffic; add a targetGroup"
            + " or remove the loadBalancer")
@ValidationRule(
    value =
        "!has(self.loadBalancer) || !has(self.targetGroup) || (self.loadBalancer.type =="
            + " 'application') == (self.targetGroup.protocol in ['HTTP', 'HTTPS'])",
    message =
        "aws.loadBalancer of type application needs a targetGroup with protocol HTTP or HTTPS, one"
            + " of type network any other; change the type or targetGroup.protocol")
@ValidationRule(
    value =
        "!has(self.loadBalancer) || self.loadBalancer.type != 'application' ||"
            + " has(self.loadBalancer.existing) || size(has(self.loadBalancer.subnetIds) ?"
            + " self.loadBalancer.subnetIds : self.network.subnetIds) >= 2",
    message =
        "aws.loadBalancer of type application needs subnets of two availability zones, be the"
            + " servers in one or not; name them in loadBalancer.subnetIds")
@ValidationRule(
    value =
        "!has(self.loadBalancer) || !has(self.loadBalancer.listeners) || !has(self.targetGroup) ||"
            + " self.loadBalancer.type != 'network' || self.loadBalancer.listeners.all(l,"
            + " l.protocol + ' to ' + self.targetGroup.protocol in ['TCP to TCP', 'TCP to TCP_UDP',"
            + " 'TLS to TCP', 'TLS to TLS', 'UDP to UDP', 'UDP to TCP_UDP', 'TCP_UDP to TCP_UDP'])",
    message =
        "loadBalancer.listeners of a network load balancer do not fit targetGroup.protocol: TCP"
            + " goes to TCP or TCP_UDP, TLS to TCP or TLS, UDP to UDP or TCP_UDP, TCP_UDP to"
            + " TCP_UDP; change one of the protocols")
@ValidationRule(
    value =
        "!has(self.loadBalancer) || !has(self.loadBalancer.listeners) || !has(self.targetGroup) ||"
            + " !has(self.targetGroup.protocolVersion) || self.targetGroup.protocolVersion =="
            + " 'HTTP1' || self.loadBalancer.listeners.all(l, l.protocol == 'HTTPS' ||"
            + " has(l.redirectTo) || has(l.fixedResponse))",
    message =
        "loadBalancer.listeners with protocol HTTP cannot send to a targetGroup with"
            + " protocolVersion HTTP2 or GRPC, which AWS takes from HTTPS only; let them redirect"
            + " or change protocolVersion")
@ValidationRule(
    value = "has(self.database) || !has(self.fleet.waitForDatabase) || !self.fleet.waitForDatabase",
    message =
        "fleet.waitForDatabase needs aws.database, which it waits for; add a database or remove"
            + " waitForDatabase")
public record AwsSpec(
    @Required
        @Size(max = 32)
        @Pattern("^[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}$")
        @JsonPropertyDescription(
            "AWS region code, for example eu-west-1. Required. It cannot be changed afterwards.")
        String region,
    @JsonPropertyDescription(
            "The AWSAccount whose account this stack lives in and whose lists say what it may name."
                + " Left out: the operator's own credentials, and the lists of its settings. It"
                + " cannot be changed, added or removed afterwards.")
        @Nullable AccountRef accountRef,
    @Size(max = 40)
        @JsonPropertyDescription(
            "Tags on every resource this stack owns, its instances and volumes included. Left out:"
                + " only the operator's own tags are set. At most 40 of AWS's 50; keys of up to 128"
                + " and values of up to 256 characters; keys beginning with hastack.dev/ or aws:"
                + " are refused.")
        @Nullable Map<String, @Pattern("^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]*$") @Size(max = 256) String>
            tags,
    @Required
        @JsonPropertyDescription(
            "Where the servers live and what guards them. Required. Nothing here is created: the"
                + " VPC, its subnets and security groups must exist.")
        NetworkSpec network,
    @Required
        @JsonPropertyDescription(
            "The servers: a launch template and an Auto Scaling group of On-Demand and Spot"
                + " instances. Required.")
        FleetSpec fleet,
    @JsonPropertyDescription(
            "The target group the servers register in, for a load balancer to send them traffic."
                + " Left out: the fleet has none, as for workers that read a queue.")
        @Nullable TargetGroupSpec targetGroup,
    @JsonPropertyDescription(
            "What is done when AWS takes Spot servers back. Left out: nothing of it is managed, and"
                + " AWS's own behaviour holds. Whether there is Spot at all, fleet.purchase says.")
        @Nullable SpotSpec spot,
    @JsonPropertyDescription(
            "The load balancer that sends traffic to the target group: one of the stack's own, or a"
                + " listener that is there already. Left out: nothing forwards to the target group"
                + " but what others make.")
        @Nullable LoadBalancerSpec loadBalancer,
    @JsonPropertyDescription(
            "The database: an Aurora Serverless v2 cluster. Left out: there is none. Taking it out"
                + " again deletes the database, unless it is protected, and leaves a snapshot.")
        @Nullable DatabaseSpec database) {

  /** Which AWSAccount, all of which are cluster-scoped. */
  @ContractType
  public record AccountRef(
      @Required
          @Size(min = 1, max = 63)
          @Pattern("^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$")
          @JsonPropertyDescription("Name of the AWSAccount. Required.")
          String name) {}
}
