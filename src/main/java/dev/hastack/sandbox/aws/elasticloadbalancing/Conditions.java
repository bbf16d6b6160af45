package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.world.ApiError;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;

/**
 * The conditions of rules, as AWS takes and echoes them: ELBv2 API reference, RuleCondition. Hosts
 * and paths may be given in two forms and are shown in both.
 */
final class Conditions {
  private static final int MOST_VALUES = 5;
  private static final int LONGEST_VALUE = 128;

  /** HttpHeaderConditionConfig: up to 40 characters. */
  private static final Pattern HEADER_NAME = Pattern.compile("[\\w!#$%&'*+.^`|~-]{1,40}");

  private Conditions() {}

  /**
   * The conditions as a describe shows them.
   *
   * @throws ApiError if a rule cannot have them
   */
  static List<RuleCondition> checked(List<RuleCondition> asked) {
    if (asked.isEmpty()) {
      throw new ApiError("ValidationError", "A condition must be specified");
    }
    List<RuleCondition> full = asked.stream().map(Conditions::checked).toList();
    int values = full.stream().mapToInt(each -> values(each).size()).sum();
    if (values > MOST_VALUES) {
      throw new ApiError(
          "ValidationError", "A rule can have at most " + MOST_VALUES + " condition values");
    }
    var once = new TreeSet<String>();
    for (RuleCondition condition : full) {
      boolean repeatable = Set.of("http-header", "query-string").contains(condition.field());
      if (!once.add(condition.field()) && !repeatable) {
        throw new ApiError(
            "ValidationError",
            "A rule can have only one condition with field '" + condition.field() + "'");
      }
    }
    return full;
  }

  private static RuleCondition checked(RuleCondition condition) {
    RuleCondition full = bothForms(condition);
    if (values(full).isEmpty()) {
      throw new ApiError(
          "ValidationError", "A condition value must be specified for field " + full.field());
    }
    for (String value : values(full)) {
      if (value.length() > LONGEST_VALUE) {
        throw new ApiError(
            "ValidationError",
            "Condition value '%s' cannot be longer than %d characters"
                .formatted(value, LONGEST_VALUE));
      }
    }
    if (full.field().equals("http-header")) {
      validateHeader(full.httpHeaderConfig().httpHeaderName());
    }
    return full;
  }

  /** "You can't use an HTTP header condition to specify the host header". */
  private static void validateHeader(@Nullable String name) {
    if (name == null || !HEADER_NAME.matcher(name).matches() || name.equalsIgnoreCase("host")) {
      throw new ApiError("ValidationError", "The HTTP header name '" + name + "' is not valid");
    }
  }

  private static RuleCondition bothForms(RuleCondition condition) {
    return switch (field(condition)) {
      case "host-header" -> {
        List<String> hosts =
            condition.hostHeaderConfig() == null
                ? condition.values()
                : condition.hostHeaderConfig().values();
        yield condition.toBuilder()
            .values(hosts)
            .hostHeaderConfig(config -> config.values(hosts))
            .build();
      }
      case "path-pattern" -> {
        List<String> paths =
            condition.pathPatternConfig() == null
                ? condition.values()
                : condition.pathPatternConfig().values();
        yield condition.toBuilder()
            .values(paths)
            .pathPatternConfig(config -> config.values(paths))
            .build();
      }
      case "http-header", "http-request-method", "query-string", "source-ip" -> condition;
      default ->
          throw new ApiError(
              "ValidationError", "Condition field '" + condition.field() + "' is not valid");
    };
  }

  private static String field(RuleCondition condition) {
    @Nullable String field = condition.field();
    return field == null ? "" : field;
  }

  private static List<String> values(RuleCondition condition) {
    if (condition.httpHeaderConfig() != null) {
      return condition.httpHeaderConfig().values();
    } else if (condition.httpRequestMethodConfig() != null) {
      return condition.httpRequestMethodConfig().values();
    } else if (condition.queryStringConfig() != null) {
      return condition.queryStringConfig().values().stream().map(pair -> pair.value()).toList();
    } else if (condition.sourceIpConfig() != null) {
      return condition.sourceIpConfig().values();
    }
    return condition.values();
  }
}
