package dev.hastack.sandbox.aws.front;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What somebody may do: like the Allow statements of an IAM policy. What no statement allows is
 * denied ("Policy evaluation logic", IAM user guide). Of conditions there is {@code StringEquals}
 * on {@code aws:ResourceTag}, which those services know that say a resource's tags; Deny statements
 * are not modelled.
 */
public record Rights(List<Statement> statements) {

  /**
   * Allows each action on each resource.
   *
   * @param resourceTags that a resource must have, all of them; none for no condition
   */
  public record Statement(
      List<Glob> actions, List<Glob> resources, Map<String, String> resourceTags) {
    public Statement {
      resourceTags = Map.copyOf(resourceTags);
      actions = List.copyOf(actions);
      resources = List.copyOf(resources);
    }

    private boolean allows(String action) {
      return actions.stream().anyMatch(glob -> glob.matches(action));
    }

    private boolean allows(String action, String resource) {
      return allows(action)
          && (resource.equals("*") || resources.stream().anyMatch(glob -> glob.matches(resource)));
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
    more.add(new Statement(Glob.all(actions), Glob.all(resources), tags));
    return new Rights(more);
  }

  /**
   * Whether an action is allowed.
   *
   * @param resource its ARN; {@code *} where it is not known: then some resource will do
   * @param tags those of the resource that count
   */
  public boolean allow(String action, String resource, Map<String, String> tags) {
    return statements.stream()
        .filter(statement -> tags.entrySet().containsAll(statement.resourceTags().entrySet()))
        .anyMatch(statement -> statement.allows(action, resource));
  }

  /** Whether an action is allowed if every condition is met. */
  boolean mayAllow(String action, String resource) {
    return statements.stream().anyMatch(statement -> statement.allows(action, resource));
  }
}
