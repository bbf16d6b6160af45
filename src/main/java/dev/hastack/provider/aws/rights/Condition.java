package dev.hastack.provider.aws.rights;

import java.util.List;

/**
 * A condition of a statement ("IAM JSON policy elements: Condition", IAM user guide).
 *
 * @param operator for example {@code StringEquals}
 * @param key for example {@code aws:RequestTag/team}
 * @param values any of which will do
 */
public record Condition(String operator, String key, List<String> values) {
  private static final String OURS = "hastack.dev/cluster";

  public Condition {
    values = List.copyOf(values);
  }

  static Condition is(String key, String... values) {
    return new Condition("StringEquals", key, List.of(values));
  }

  static Condition like(String operator, String key, String pattern) {
    return new Condition(operator, key, List.of(pattern));
  }

  /** The call itself marks what it makes as this operator's. */
  static Condition marksAsOurs() {
    return is("aws:RequestTag/" + OURS, Grant.CLUSTER_ID);
  }

  /** What it is about is marked as this operator's. */
  static Condition isOurs() {
    return is("aws:ResourceTag/" + OURS, Grant.CLUSTER_ID);
  }
}
