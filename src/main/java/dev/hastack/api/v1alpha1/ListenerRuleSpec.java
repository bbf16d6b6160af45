package dev.hastack.api.v1alpha1;

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
 * What becomes of certain requests of a listener: forwarded to the target group unless something
 * else is said. All conditions must hold; of one condition's values any.
 */
@ContractType
@ValidationRule(
    value = "has(self.hosts) || has(self.paths) || has(self.header)",
    message =
        "loadBalancer.listeners.rules need hosts, paths or header, which say for which requests"
            + " they are; add one")
@ValidationRule(
    value =
        "[has(self.redirectTo), has(self.fixedResponse), has(self.forwardTo)].filter(x, x).size()"
            + " <= 1",
    message =
        "loadBalancer.listeners.rules may have one of redirectTo, fixedResponse and forwardTo,"
            + " since each is all that becomes of a request; remove the others")
@ValidationRule(
    value =
        "(has(self.hosts) ? size(self.hosts) : 0) + (has(self.paths) ? size(self.paths) : 0) +"
            + " (has(self.header) ? size(self.header.values) : 0) <= 5",
    message =
        "loadBalancer.listeners.rules may have at most five values in all of hosts, paths and"
            + " header.values, which is AWS's limit; remove some or make another rule")
public record ListenerRuleSpec(
    @Required
        @Min(1)
        @Max(50000)
        @JsonPropertyDescription(
            "Rules are looked at by rising priority, 1 to 50,000, once in the list. Required.")
        Integer priority,
    @Size(min = 1, max = 5) @JsonPropertyDescription("Host names, * and ? allowed. Left out: any.")
        @Nullable List<@Size(max = 128) String> hosts,
    @Size(min = 1, max = 5) @JsonPropertyDescription("Paths, * and ? allowed. Left out: any.")
        @Nullable List<@Pattern("^/.*$") @Size(max = 128) String> paths,
    @JsonPropertyDescription("A header and its values. Left out: any.") @Nullable Header header,
    @JsonPropertyDescription("Sends the request elsewhere. Left out: it is forwarded.")
        ListenerSpec.@Nullable Redirect redirectTo,
    @JsonPropertyDescription("Answers the request at once. Left out: it is forwarded.")
        ListenerSpec.@Nullable FixedResponse fixedResponse,
    @Size(min = 1, max = 5)
        @JsonPropertyDescription(
            "Shares the requests between target groups by weight, for example with one that is not"
                + " this stack's. Left out: all go to the stack's target group.")
        @Nullable List<WeightedTargetGroup> forwardTo) {

  /** A header of the request. */
  @ContractType
  @ValidationRule(
      value = "!self.name.matches('^[hH][oO][sS][tT]$')",
      message =
          "loadBalancer.listeners.rules.header.name must not be Host, which AWS does not take here;"
              + " write the values under hosts")
  public record Header(
      @Required
          @Size(max = 40)
          @Pattern("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")
          @JsonPropertyDescription(
              "Name of the header, in any case; for Host there is hosts. Required.")
          String name,
      @Required
          @Size(min = 1, max = 5)
          @JsonPropertyDescription("Values, * and ? allowed. Required.")
          List<@Size(max = 128) String> values) {}

  /** A share of the requests. */
  @ContractType
  public record WeightedTargetGroup(
      @Required
          @Min(0)
          @Max(999)
          @JsonPropertyDescription("Share of the requests in relation to the others. Required.")
          Integer weight,
      @Size(max = 2048)
          @Pattern("^arn:[a-z-]+:elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:targetgroup/.+$")
          @JsonPropertyDescription(
              "ARN of a target group that is not this stack's. Left out: the stack's own.")
          @Nullable String targetGroupArn) {}
}
