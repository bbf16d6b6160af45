package dev.hastack.sandbox.aws.front;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What somebody may do: like the Allow statements of an IAM policy. What no statement allows is
 * denied ("Policy evaluation logic", IAM user guide). Deny statements are not modelled.
 */
public record Rights(List<Statement> statements) {

  /** Allows each action on each resource, if all conditions hold. */
  public record Statement(List<Glob> actions, List<Glob> resources, List<Condition> conditions) {
    public Statement {
      actions = List.copyOf(actions);
      resources = List.copyOf(resources);
      conditions = List.copyOf(conditions);
    }

    private boolean allows(Requirement needed) {
      return anyMatches(actions, needed.action())
          && (needed.resource().equals("*") || anyMatches(resources, needed.resource()))
          && conditions.stream().allMatch(condition -> condition.holds(needed));
    }

    private static boolean anyMatches(List<Glob> globs, String text) {
      return globs.stream().anyMatch(glob -> glob.matches(text));
    }
  }

  public Rights {
    statements = List.copyOf(statements);
  }

  /** Everything. */
  public static Rights all() {
    return none().and("*");
  }

  public static Rights none() {
    return new Rights(List.of());
  }

  /**
   * Those of an IAM policy.
   *
   * @param json the document
   * @throws UnsupportedOperationException if it has an element that is not modelled
   */
  public static Rights of(String json) {
    return PolicyDocument.rights(json);
  }

  /** As well these actions, for example {@code ec2:Describe*}, on every resource. */
  public Rights and(String... actions) {
    return and(List.of(actions), List.of("*"));
  }

  /** As well these actions on resources with such ARNs. */
  public Rights and(List<String> actions, List<String> resources) {
    return and(actions, resources, Map.of());
  }

  /** The same on those of them that have these tags. */
  public Rights and(List<String> actions, List<String> resources, Map<String, String> tags) {
    List<Statement> more = new ArrayList<>(statements);
    more.add(
        new Statement(
            Glob.all(actions),
            Glob.all(resources),
            tags.entrySet().stream()
                .map(tag -> Condition.onTag(tag.getKey(), tag.getValue()))
                .toList()));
    return new Rights(more);
  }

  /** Whether something is allowed. */
  boolean allow(Requirement needed) {
    return statements.stream().anyMatch(statement -> statement.allows(needed));
  }
}
