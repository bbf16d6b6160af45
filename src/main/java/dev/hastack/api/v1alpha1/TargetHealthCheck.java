package dev.hastack.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * How the load balancer finds out whether a server is well. Limits from the Elastic Load Balancing
 * API reference, CreateTargetGroup.
 */
@ContractType
@ValidationRule(
    value =
        "!has(self.timeoutSeconds) || !has(self.intervalSeconds) || self.timeoutSeconds <"
            + " self.intervalSeconds",
    message =
        "targetGroup.healthCheck.timeoutSeconds must be smaller than intervalSeconds; lower it or"
            + " raise the interval")
@ValidationRule(
    value =
        "!has(self.protocol) || self.protocol != 'TCP' || (!has(self.path) && !has(self.matcher))",
    message =
        "targetGroup.healthCheck.path and matcher are only possible with healthCheck.protocol HTTP"
            + " or HTTPS; remove them or change the protocol")
public record TargetHealthCheck(
    @Size(max = 1024)
        @Pattern("^/\\S*$")
        @JsonPropertyDescription(
            "Path asked for, beginning with a slash, only for checks by HTTP or HTTPS; at most 1,024"
                + " characters. Left out: not managed; AWS's default is / (for GRPC"
                + " /AWS.ALB/healthcheck).")
        @Nullable String path,
    @Size(max = 12)
        @Pattern(
            "^(traffic-port|[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$")
        @JsonPropertyDescription(
            "Port asked, as quoted text: \"traffic-port\" (the one that takes traffic) or a number 1"
                + " to 65,535. Left out: not managed; AWS's default is traffic-port.")
        @Nullable String port,
    @JsonPropertyDescription(
            "Protocol of the check: HTTP or HTTPS, and TCP only where the target group is neither."
                + " Left out: not managed; AWS's default is HTTP for HTTP and HTTPS, otherwise TCP.")
        @Nullable Protocol protocol,
    @Min(5)
        @Max(300)
        @JsonPropertyDescription(
            "Seconds from one check to the next, 5 to 300, more than timeoutSeconds. Left out: not"
                + " managed; AWS's default is 30.")
        @Nullable Integer intervalSeconds,
    @Min(2)
        @Max(120)
        @JsonPropertyDescription(
            "Seconds without an answer after which a check has failed, 2 to 120, less than"
                + " intervalSeconds. Left out: not managed; AWS's default is 5 to 10, depending on"
                + " the protocol.")
        @Nullable Integer timeoutSeconds,
    @Min(2)
        @Max(10)
        @JsonPropertyDescription(
            "Good checks in a row until a server counts as healthy, 2 to 10. Left out: not managed;"
                + " AWS's default is 5.")
        @Nullable Integer healthyThreshold,
    @Min(2)
        @Max(10)
        @JsonPropertyDescription(
            "Failed checks in a row until a server counts as unhealthy, 2 to 10. Left out: not"
                + " managed; AWS's default is 2.")
        @Nullable Integer unhealthyThreshold,
    @Size(max = 64)
        @Pattern("^[0-9]{1,3}([,-][0-9]{1,3})*$")
        @JsonPropertyDescription(
            "Status codes that mean healthy, as quoted text: one (\"200\"), several (\"200,204\") or"
                + " a range (\"200-299\"); for GRPC 0 to 99. Only for checks by HTTP or HTTPS. Left"
                + " out: not managed; AWS's default is 200 (for GRPC 12).")
        @Nullable String matcher) {

  /** Protocol of the check. */
  public enum Protocol {
    HTTP,
    HTTPS,
    TCP
  }
}
