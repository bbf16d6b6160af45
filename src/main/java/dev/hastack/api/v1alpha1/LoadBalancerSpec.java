package dev.hastack.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The load balancer before the servers: one of the stack's own, or a listener that is there already
 * ({@code existing}).
 *
 * <p>Limits are those of the Elastic Load Balancing API reference, CreateLoadBalancer and
 * LoadBalancerAttribute.
 */
@ContractType
@ValidationRule(
    value = "has(self.existing) != has(self.scheme)",
    message =
        "loadBalancer must have exactly one of scheme (a load balancer of the stack's own) and"
            + " existing (a listener that is there already); write one, remove the other")
@ValidationRule(
    value =
        "!has(self.existing) || (self.type == 'application' && !has(self.subnetIds) &&"
            + " !has(self.securityGroupIds) && !has(self.ipAddressType) && !has(self.listeners) &&"
            + " !has(self.idleTimeoutSeconds) && !has(self.deletionProtection) &&"
            + " !has(self.accessLogs) && !has(self.attributes))",
    message =
        "loadBalancer.existing stands alone, since nothing else of a load balancer that is not ours"
            + " is touched; remove the other fields of loadBalancer")
@ValidationRule(
    value =
        "!has(self.listeners) || self.listeners.all(a, self.listeners.exists_one(b, b.port =="
            + " a.port))",
    message = "loadBalancer.listeners must each have a port of their own; change one of the ports")
@ValidationRule(
    value =
        "self.type != 'application' || !has(self.listeners) || self.listeners.all(l, l.protocol in"
            + " ['HTTP', 'HTTPS'])",
    message =
        "loadBalancer.listeners of an application load balancer speak HTTP or HTTPS; change the"
            + " protocol or set type: network")
@ValidationRule(
    value =
        "self.type != 'network' || !has(self.listeners) || self.listeners.all(l, !(l.protocol in"
            + " ['HTTP', 'HTTPS']))",
    message =
        "loadBalancer.listeners of a network load balancer speak TCP, TLS, UDP or TCP_UDP; change"
            + " the protocol or set type: application")
@ValidationRule(
    value = "self.type == 'application' || !has(self.idleTimeoutSeconds)",
    message =
        "loadBalancer.idleTimeoutSeconds is only possible with type: application; remove it or"
            + " change the type")
@ValidationRule(
    value =
        "!has(self.ipAddressType) || self.ipAddressType != 'dualstack-without-public-ipv4' ||"
            + " (self.type == 'application' && has(self.scheme) && self.scheme =="
            + " 'internet-facing')",
    message =
        "loadBalancer.ipAddressType may be dualstack-without-public-ipv4 only with type:"
            + " application and scheme: internet-facing; choose ipv4 or dualstack")
public record LoadBalancerSpec(
    @JsonPropertyDescription(
            "internet-facing or internal. Required unless existing is given. A change is held: it"
                + " would be another load balancer with another DNS name.")
        @Nullable Scheme scheme,
    @Default("application")
        @JsonPropertyDescription(
            "application (HTTP and HTTPS) or network (TCP, TLS, UDP). Default application. A change"
                + " is held: it would be another load balancer with another DNS name.")
        Type type,
    @Size(min = 1, max = 16)
        @JsonPropertyDescription(
            "Ids of the subnets the load balancer stands in, one for each availability zone, of the"
                + " servers' VPC. They must lie in at least two zones unless"
                + " network.allowSingleZone is true. Left out: network.subnetIds.")
        @Nullable List<@Pattern("^subnet-[0-9a-z]+$") @Size(max = 64) String> subnetIds,
    @Size(min = 1, max = 16)
        @JsonPropertyDescription(
            "Ids of the security groups of the load balancer, of the servers' VPC. Left out: not"
                + " managed; AWS gives an application load balancer the VPC's default group.")
        @Nullable List<@Pattern("^sg-[0-9a-z]+$") @Size(max = 64) String> securityGroupIds,
    @JsonPropertyDescription(
            "ipv4 or dualstack, or dualstack-without-public-ipv4 for an internet-facing application"
                + " load balancer. Left out: not managed; AWS's default is ipv4.")
        @Nullable IpAddressType ipAddressType,
    @Size(max = 16)
        @JsonPropertyDescription(
            "What the load balancer listens on, at most 16 ports. Left out: it has no listener of"
                + " this stack, and serves nobody.")
        @Nullable List<ListenerSpec> listeners,
    @Min(1)
        @Max(4000)
        @JsonPropertyDescription(
            "Seconds after which an idle connection is closed, 1 to 4,000, only with type:"
                + " application. Left out: not managed; AWS's default is 60.")
        @Nullable Integer idleTimeoutSeconds,
    @JsonPropertyDescription(
            "Whether AWS refuses to delete the load balancer. While it is on, deleting this HAStack"
                + " deletes nothing at all. Left out: not managed; AWS's default is false.")
        @Nullable Boolean deletionProtection,
    @JsonPropertyDescription(
            "Where the load balancer writes its access logs. Left out: not managed; AWS writes none"
                + " by default.")
        @Nullable AccessLogs accessLogs,
    @Size(max = 40)
        @JsonPropertyDescription(
            "Any other attributes of the load balancer, under AWS's own keys, for example"
                + " routing.http2.enabled; all values as text. Left out: not managed.")
        @Nullable Map<String, @Size(max = 1024) String> attributes,
    @JsonPropertyDescription(
            "A listener that is not this stack's, on an application load balancer of the servers'"
                + " VPC, to hang the stack behind: one rule of ours is added to it, and nothing"
                + " else of that load balancer is touched. Instead of scheme and all the rest.")
        @Nullable ExistingListener existing) {

  /** Whether the internet reaches it. */
  public enum Scheme {
    @JsonProperty("internet-facing")
    INTERNET_FACING("internet-facing"),
    @JsonProperty("internal")
    INTERNAL("internal");

    private final String awsValue;

    Scheme(String awsValue) {
      this.awsValue = awsValue;
    }

    /** As AWS spells it. */
    public String awsValue() {
      return awsValue;
    }
  }

  /** Which layer it works on. */
  public enum Type {
    application,
    network
  }

  /** Which addresses it has. */
  public enum IpAddressType {
    @JsonProperty("ipv4")
    IPV4("ipv4"),
    @JsonProperty("dualstack")
    DUALSTACK("dualstack"),
    @JsonProperty("dualstack-without-public-ipv4")
    DUALSTACK_WITHOUT_PUBLIC_IPV4("dualstack-without-public-ipv4");

    private final String awsValue;

    IpAddressType(String awsValue) {
      this.awsValue = awsValue;
    }

    /** As AWS spells it. */
    public String awsValue() {
      return awsValue;
    }
  }

  /** Where access logs go. */
  @ContractType
  public record AccessLogs(
      @Required
          @Pattern("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")
          @Size(max = 63)
          @JsonPropertyDescription(
              "Name of the S3 bucket, of the stack's region. Required. Its policy must let Elastic"
                  + " Load Balancing write; where it does not, the missing statement is shown.")
          String bucket,
      @Size(max = 512)
          @Pattern("^[^/].*[^/]$|^[^/]$")
          @JsonPropertyDescription(
              "Prefix of the objects' names, without a slash at either end. Left out: none.")
          @Nullable String prefix) {}

  /** A listener that is not ours, and what of it comes to this stack. */
  @ContractType
  @ValidationRule(
      value = "has(self.hosts) || has(self.paths)",
      message =
          "loadBalancer.existing needs hosts or paths, which say what comes to this stack; add one")
  @ValidationRule(
      value =
          "(has(self.hosts) ? size(self.hosts) : 0) + (has(self.paths) ? size(self.paths) : 0) <="
              + " 5",
      message =
          "loadBalancer.existing may have at most five values in all of hosts and paths, which is"
              + " AWS's limit for a rule; remove some")
  public record ExistingListener(
      @Required
          @Size(max = 2048)
          @Pattern("^arn:[a-z-]+:elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:listener/app/.+$")
          @JsonPropertyDescription(
              "ARN of the listener, of an application load balancer in the stack's region."
                  + " Required.")
          String listenerArn,
      @Required
          @Min(1)
          @Max(50000)
          @JsonPropertyDescription(
              "Priority of the stack's rule, 1 to 50,000, that no other rule of the listener has."
                  + " Required.")
          Integer priority,
      @Size(min = 1, max = 5)
          @JsonPropertyDescription(
              "Host names that come to this stack, * and ? allowed. Left out: any, if paths are"
                  + " given. AWS allows five values in all of hosts and paths.")
          @Nullable List<@Size(max = 128) String> hosts,
      @Size(min = 1, max = 5)
          @JsonPropertyDescription(
              "Paths that come to this stack, * and ? allowed. Left out: any, if hosts are given.")
          @Nullable List<@Pattern("^/.*$") @Size(max = 128) String> paths) {}
}
