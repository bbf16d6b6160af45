package dev.hastack.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One port of the load balancer and what becomes of the requests that reach it: forwarded to the
 * target group unless something else is said.
 *
 * <p>Limits are those of the Elastic Load Balancing API reference, CreateListener and CreateRule.
 */
@ContractType
@ValidationRule(
    value = "self.protocol in ['HTTPS', 'TLS'] == has(self.certificateArns)",
    message =
        "loadBalancer.listeners with protocol HTTPS or TLS need certificateArns, and the others"
            + " take none; add a certificate, remove it or change the protocol")
@ValidationRule(
    value = "self.protocol in ['HTTPS', 'TLS'] || !has(self.sslPolicy)",
    message =
        "loadBalancer.listeners.sslPolicy is only possible with protocol HTTPS or TLS; remove it or"
            + " change the protocol")
@ValidationRule(
    value =
        "self.protocol in ['HTTP', 'HTTPS'] || (!has(self.redirectTo) && !has(self.fixedResponse)"
            + " && !has(self.rules))",
    message =
        "loadBalancer.listeners.redirectTo, fixedResponse and rules are only possible with protocol"
            + " HTTP or HTTPS; remove them or change the protocol")
@ValidationRule(
    value = "!has(self.redirectTo) || !has(self.fixedResponse)",
    message =
        "loadBalancer.listeners may have one of redirectTo and fixedResponse, since each is all"
            + " that becomes of a request; remove one")
@ValidationRule(
    value =
        "!has(self.redirectTo) || has(self.redirectTo.host) || has(self.redirectTo.path) ||"
            + " (has(self.redirectTo.port) && self.redirectTo.port != self.port) ||"
            + " (has(self.redirectTo.protocol) && self.redirectTo.protocol != self.protocol)",
    message =
        "loadBalancer.listeners.redirectTo leads back to the same port and protocol, for ever; name"
            + " another port, protocol, host or path")
@ValidationRule(
    value =
        "!has(self.rules) || self.rules.all(r, !has(r.redirectTo) || has(r.redirectTo.host) ||"
            + " has(r.redirectTo.path) || (has(r.redirectTo.port) && r.redirectTo.port !="
            + " self.port) || (has(r.redirectTo.protocol) && r.redirectTo.protocol !="
            + " self.protocol))",
    message =
        "loadBalancer.listeners.rules.redirectTo leads back to the port and protocol of its"
            + " listener, for ever; name another port, protocol, host or path")
@ValidationRule(
    value =
        "!has(self.rules) || self.rules.all(a, self.rules.exists_one(b, b.priority == a.priority))",
    message =
        "loadBalancer.listeners.rules must each have a priority of their own; change one of them")
public record ListenerSpec(
    @Required
        @Min(1)
        @Max(65535)
        @JsonPropertyDescription("Port to listen on, 1 to 65,535, once in the list. Required.")
        Integer port,
    @Required
        @JsonPropertyDescription(
            "HTTP or HTTPS with type: application; TCP, TLS, UDP or TCP_UDP with type: network."
                + " Required.")
        Protocol protocol,
    @Size(min = 1, max = 25)
        @JsonPropertyDescription(
            "ARNs of certificates in Certificate Manager (or IAM), with HTTPS and TLS only, where"
                + " they are required. The first is the default, the others are chosen by the host"
                + " name a client asks for (SNI).")
        @Nullable
            List<
                @Pattern("^arn:[a-z-]+:(acm|iam):[a-z0-9-]*:[0-9]{12}:.+$") @Size(max = 2048)
                String>
            certificateArns,
    @Size(max = 128)
        @Pattern("^ELBSecurityPolicy-[A-Za-z0-9-]+$")
        @JsonPropertyDescription(
            "Security policy for HTTPS and TLS: which TLS versions and ciphers clients may use."
                + " Left out: ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09, TLS 1.3 and 1.2, which"
                + " AWS recommends.")
        @Nullable String sslPolicy,
    @JsonPropertyDescription(
            "Sends every request that no rule takes elsewhere, for example from port 80 to HTTPS on"
                + " 443. Left out: requests go to the target group.")
        @Nullable Redirect redirectTo,
    @JsonPropertyDescription(
            "Answers every request that no rule takes by itself. Left out: requests go to the"
                + " target group.")
        @Nullable FixedResponse fixedResponse,
    @Size(max = 32)
        @JsonPropertyDescription(
            "What becomes of certain requests, by host, path or header, looked at in the order of"
                + " their priorities; at most 32 rules. Left out: none.")
        @Nullable List<ListenerRuleSpec> rules) {

  /** What clients speak. */
  public enum Protocol {
    HTTP,
    HTTPS,
    TCP,
    TLS,
    UDP,
    TCP_UDP
  }

  /** Where a request is sent instead. What is left out stays as the request has it. */
  @ContractType
  public record Redirect(
      @Min(1) @Max(65535) @JsonPropertyDescription("Port to go to. Left out: the same port.")
          @Nullable Integer port,
      @JsonPropertyDescription("HTTP or HTTPS. Left out: the same protocol.")
          @Nullable RedirectProtocol protocol,
      @Size(max = 128) @JsonPropertyDescription("Host to go to. Left out: the same host.")
          @Nullable String host,
      @Size(max = 128)
          @Pattern("^/.*$")
          @JsonPropertyDescription(
              "Path to go to, beginning with a slash; #{path} stands for the request's. Left out:"
                  + " the same path.")
          @Nullable String path,
      @JsonPropertyDescription(
              "HTTP_301 (permanent, browsers remember it) or HTTP_302. Left out: HTTP_301.")
          @Nullable RedirectStatus statusCode) {}

  /** What a redirect goes to. */
  public enum RedirectProtocol {
    HTTP,
    HTTPS
  }

  /** How long a redirect holds. */
  public enum RedirectStatus {
    HTTP_301,
    HTTP_302
  }

  /** What the load balancer answers by itself. */
  @ContractType
  public record FixedResponse(
      @Required
          @Size(max = 3)
          @Pattern("^[245][0-9][0-9]$")
          @JsonPropertyDescription(
              "Status code, as quoted text, 2xx, 4xx or 5xx, for example \"503\". Required.")
          String statusCode,
      @JsonPropertyDescription("Media type of the body. Left out: text/plain.")
          @Nullable ContentType contentType,
      @Size(max = 1024) @JsonPropertyDescription("Body, at most 1,024 characters. Left out: none.")
          @Nullable String messageBody) {}

  /** Media types that AWS takes for a fixed response. */
  public enum ContentType {
    @JsonProperty("text/plain")
    TEXT_PLAIN("text/plain"),
    @JsonProperty("text/css")
    TEXT_CSS("text/css"),
    @JsonProperty("text/html")
    TEXT_HTML("text/html"),
    @JsonProperty("application/javascript")
    APPLICATION_JAVASCRIPT("application/javascript"),
    @JsonProperty("application/json")
    APPLICATION_JSON("application/json");

    private final String awsValue;

    ContentType(String awsValue) {
      this.awsValue = awsValue;
    }

    /** As AWS spells it. */
    public String awsValue() {
      return awsValue;
    }
  }
}
