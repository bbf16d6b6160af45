package dev.hastack.sandbox.aws.front;

import java.util.List;
import java.util.Set;

/**
 * A condition of a statement ("IAM JSON policy elements: Condition operators", IAM user guide). A
 * key that the request does not have, or that is not modelled, meets none.
 *
 * @param wildcards whether {@code *} and {@code ?} mean more than themselves in the values
 * @param values any of which will do
 */
public record Condition(boolean wildcards, String key, List<String> values) {
  private static final String EXACT = "StringEquals";
  private static final Set<String> WITH_WILDCARDS = Set.of("ArnLike", "StringLike");

  public Condition {
    values = List.copyOf(values);
  }

  /**
   * Refuses an operator that is not modelled.
   *
   * @throws UnsupportedOperationException if it is none of those
   */
  static void mustBeModelled(String operator) {
    if (!EXACT.equals(operator) && !WITH_WILDCARDS.contains(operator)) {
      throw new UnsupportedOperationException("the condition operator " + operator);
    }
  }

  /** A condition as a policy has it, with an operator that is modelled. */
  static Condition of(String operator, String key, List<String> values) {
    return new Condition(WITH_WILDCARDS.contains(operator), key, values);
  }

  /** That the resource has a tag. */
  static Condition onTag(String key, String value) {
    return new Condition(false, Requirement.RESOURCE_TAG + key, List.of(value));
  }

  boolean holds(Requirement needed) {
    String found = needed.context().get(key);
    if (found == null) {
      return needed.leavesOpen(key);
    }
    return wildcards
        ? Glob.all(values).stream().anyMatch(glob -> glob.matches(found))
        : values.contains(found);
  }
}
