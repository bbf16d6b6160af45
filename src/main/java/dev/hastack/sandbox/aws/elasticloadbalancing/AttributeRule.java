package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.world.ApiError;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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

  static SortedMap<String, String> defaults(List<AttributeRule> rules) {
    var values = new TreeMap<String, String>();
    rules.forEach(rule -> values.put(rule.key(), rule.initially()));
    return values;
  }

  /**
   * Sets some attributes.
   *
   * @param owner what has them, in words, for the refusal
   * @throws ApiError if one is not among the rules or its value not allowed
   */
  static SortedMap<String, String> changed(
      String owner,
      List<AttributeRule> rules,
      Map<String, String> current,
      Map<String, String> wanted) {
    var values = new TreeMap<>(current);
    wanted.forEach(
        (key, value) -> {
          AttributeRule rule =
              rules.stream()
                  .filter(each -> each.key().equals(key))
                  .findFirst()
                  .orElseThrow(
                      () ->
                          new ApiError(
                              "InvalidConfigurationRequest",
                              "The attribute '%s' is not supported by a %s".formatted(key, owner)));
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
