package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.world.ApiError;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What one attribute of a target group, load balancer or listener may be. Values are text, as in
 * the API.
 *
 * @param initially its value until somebody sets it
 * @param allowed in words, for the refusal
 */
record AttributeRule(String key, String initially, String allowed, Predicate<String> allows) {

  /**
   * What has attributes.
   *
   * @param noun as in {@code Load balancer}
   * @param kind of it, in words: {@code load balancers with type 'network'}
   * @param others the attributes of its other kinds
   */
  record Owner(String noun, String kind, List<AttributeRule> own, List<AttributeRule> others) {

    private ApiError refusal(String key) {
      return find(others, key).isPresent()
          ? new ApiError(
              "InvalidConfigurationRequest",
              "%s attribute key '%s' is not supported on %s".formatted(noun, key, kind))
          : new ApiError(
              "ValidationError", "%s attribute key '%s' is not recognized".formatted(noun, key));
    }
  }

  static AttributeRule text(String key, String initially) {
    return new AttributeRule(key, initially, "text", any -> true);
  }

  static AttributeRule flag(String key, boolean initially) {
    return oneOf(key, Boolean.toString(initially), "true", "false");
  }

  static AttributeRule oneOf(String key, String initially, String... values) {
    List<String> all = Arrays.asList(values);
    return new AttributeRule(key, initially, "one of " + all, all::contains);
  }

  static AttributeRule between(String key, long initially, long least, long most) {
    return new AttributeRule(
        key,
        Long.toString(initially),
        "between " + least + " and " + most + " inclusive",
        value -> within(value, least, most));
  }

  /** As {@link #between}, or a word. */
  static AttributeRule wordOrBetween(
      String key, String initially, String word, long least, long most) {
    return new AttributeRule(
        key,
        initially,
        "'" + word + "' or between " + least + " and " + most + " inclusive",
        value -> value.equals(word) || within(value, least, most));
  }

  static boolean within(String value, long least, long most) {
    return value.matches("\\d{1,9}")
        && Long.parseLong(value) >= least
        && Long.parseLong(value) <= most;
  }

  private static Optional<AttributeRule> find(List<AttributeRule> rules, String key) {
    return rules.stream().filter(each -> each.key().equals(key)).findFirst();
  }

  static SortedMap<String, String> defaults(List<AttributeRule> rules) {
    var values = new TreeMap<String, String>();
    rules.forEach(rule -> values.put(rule.key(), rule.initially()));
    return values;
  }

  /**
   * Sets some attributes.
   *
   * @throws ApiError if one is not the owner's or its value not allowed
   */
  static SortedMap<String, String> changed(
      Owner owner, Map<String, String> current, Map<String, String> wanted) {
    var values = new TreeMap<>(current);
    wanted.forEach(
        (key, value) -> {
          AttributeRule rule = find(owner.own(), key).orElseThrow(() -> owner.refusal(key));
          if (!rule.allows().test(value)) {
            throw new ApiError(
                "ValidationError",
                "'%s' must be %s, but was '%s'".formatted(key, rule.allowed(), value));
          }
          values.put(key, value);
        });
    return values;
  }
}
