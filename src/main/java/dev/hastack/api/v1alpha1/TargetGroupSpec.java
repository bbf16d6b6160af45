package dev.hastack.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * The target group the servers register in.
 *
 * <p>Port, protocol, protocol version and target type are immutable on AWS: a change of them here
 * makes another target group, to which servers and traffic move step by step. Which setting belongs
 * to which protocol is from the Elastic Load Balancing API reference, TargetGroupAttribute and
 * CreateTargetGroup.
 */
@ContractType
@ValidationRule(
    value = "self.protocol in ['HTTP', 'HTTPS'] || !has(self.protocolVersion)",
    message =
        "targetGroup.protocolVersion is only possible with protocol HTTP or HTTPS; remove it or"
            + " change the protocol")
@ValidationRule(
    value = "self.protocol in ['HTTP', 'HTTPS'] || !has(self.algorithm)",
    message =
        "targetGroup.algorithm is only possible with protocol HTTP or HTTPS; remove it or change"
            + " the protocol")
@ValidationRule(
    value = "self.protocol in ['HTTP', 'HTTPS'] || !has(self.slowStartSeconds)",
    message =
        "targetGroup.slowStartSeconds is only possible with protocol HTTP or HTTPS; remove it or"
            + " change the protocol")
@ValidationRule(
    value =
        "!has(self.slowStartSeconds) || self.slowStartSeconds == 0 || self.slowStartSeconds >= 30",
    message =
        "targetGroup.slowStartSeconds must be 0 (off) or 30 to 900; AWS knows nothing shorter")
@ValidationRule(
    value =
        "!has(self.slowStartSeconds) || self.slowStartSeconds == 0 || !has(self.algorithm) ||"
            + " self.algorithm == 'round_robin'",
    message =
        "targetGroup.slowStartSeconds above 0 is only possible with algorithm: round_robin; set it"
            + " to 0 or change the algorithm")
@ValidationRule(
    value =
        "!has(self.stickiness) || self.stickiness.type != 'lb_cookie' || self.protocol in ['HTTP',"
            + " 'HTTPS']",
    message =
        "targetGroup.stickiness.type: lb_cookie is only possible with protocol HTTP or HTTPS; use"
            + " source_ip or change the protocol")
@ValidationRule(
    value =
        "!has(self.stickiness) || self.stickiness.type != 'source_ip' || self.protocol in ['TCP',"
            + " 'UDP', 'TCP_UDP']",
    message =
        "targetGroup.stickiness.type: source_ip is only possible with protocol TCP, UDP or TCP_UDP;"
            + " use lb_cookie with HTTP or HTTPS, none with TLS")
@ValidationRule(
    value =
        "!(self.protocol in ['HTTP', 'HTTPS']) || !has(self.healthCheck) ||"
            + " !has(self.healthCheck.protocol) || self.healthCheck.protocol != 'TCP'",
    message =
        "targetGroup.healthCheck.protocol: TCP is not possible with protocol HTTP or HTTPS; check"
            + " by HTTP or HTTPS")
@ValidationRule(
    value =
        "self.protocol in ['HTTP', 'HTTPS'] || !has(self.healthCheck) ||"
            + " has(self.healthCheck.protocol) || (!has(self.healthCheck.path) &&"
            + " !has(self.healthCheck.matcher))",
    message =
        "targetGroup.healthCheck.path and matcher need healthCheck.protocol: HTTP or HTTPS here,"
            + " since this target group is checked by TCP when nothing is said; name the protocol")
public record TargetGroupSpec(
    @Required
        @Min(1)
        @Max(65535)
        @JsonPropertyDescription(
            "Port on which the servers take traffic, 1 to 65,535. Required. A change makes another"
                + " target group, to which traffic moves when as many servers are healthy in it.")
        Integer port,
    @Default("HTTP")
        @JsonPropertyDescription(
            "Protocol towards the servers: HTTP or HTTPS behind an Application Load Balancer; TCP,"
                + " TLS, UDP or TCP_UDP behind a Network Load Balancer. Default HTTP. A change"
                + " makes another target group, to which traffic moves when as many servers are"
                + " healthy in it.")
        Protocol protocol,
    @JsonPropertyDescription(
            "HTTP1, HTTP2 or GRPC, only with HTTP and HTTPS. Left out: not managed; AWS's default"
                + " is HTTP1. A change makes another target group, to which traffic moves when as"
                + " many servers are healthy in it.")
        @Nullable ProtocolVersion protocolVersion,
    @Default("instance")
        @JsonPropertyDescription(
            "What is registered: instance, since an Auto Scaling group registers nothing else."
                + " Default instance.")
        TargetType targetType,
    @Default("60")
        @Min(0)
        @Max(3600)
        @JsonPropertyDescription(
            "Seconds a server may finish its requests after it is taken out, 0 to 3,600. Default"
                + " 60. A Spot server is gone two minutes after its notice, so 30 to 90 suits"
                + " Spot.")
        Integer deregistrationDelaySeconds,
    @Min(0)
        @Max(900)
        @JsonPropertyDescription(
            "Seconds over which a new server's share of requests grows, 0 (off) or 30 to 900, only"
                + " with HTTP and HTTPS and with round_robin. Left out: not managed; AWS's default"
                + " is 0.")
        @Nullable Integer slowStartSeconds,
    @JsonPropertyDescription(
            "How a server is chosen for a request, only with HTTP and HTTPS. Left out: not managed;"
                + " AWS's default is round_robin.")
        @Nullable Algorithm algorithm,
    @JsonPropertyDescription("Keeps a client with one server. Left out: off.")
        @Nullable Stickiness stickiness,
    @JsonPropertyDescription(
            "How the load balancer finds out whether a server is well. Left out: not managed; AWS's"
                + " defaults hold.")
        @Nullable TargetHealthCheck healthCheck) {

  /** Protocol towards the servers. */
  public enum Protocol {
    HTTP,
    HTTPS,
    TCP,
    TLS,
    UDP,
    TCP_UDP
  }

  /** Version of HTTP towards the servers. */
  public enum ProtocolVersion {
    HTTP1,
    HTTP2,
    GRPC
  }

  /** What is registered. */
  public enum TargetType {
    instance
  }

  /** How a server is chosen for a request. */
  public enum Algorithm {
    round_robin,
    least_outstanding_requests,
    weighted_random
  }

  /** Keeps a client with one server. */
  @ContractType
  @ValidationRule(
      value = "!has(self.durationSeconds) || self.type == 'lb_cookie'",
      message =
          "targetGroup.stickiness.durationSeconds is only possible with type: lb_cookie; remove it")
  public record Stickiness(
      @Required
          @JsonPropertyDescription(
              "lb_cookie, a cookie of the load balancer, with HTTP and HTTPS; source_ip with TCP,"
                  + " UDP and TCP_UDP. Required.")
          StickinessType type,
      @Min(1)
          @Max(604800)
          @JsonPropertyDescription(
              "Seconds the cookie holds, 1 to 604,800 (a week), only with lb_cookie. Left out: not"
                  + " managed; AWS's default is 86,400.")
          @Nullable Integer durationSeconds) {}

  /** By what a client is recognised. */
  public enum StickinessType {
    lb_cookie,
    source_ip
  }
}
