package dev.hastack.sandbox.aws.front;

import java.util.ArrayList;
import java.util.List;

/**
 * What somebody may do: like the Allow statements of an IAM policy. What no statement allows is
 * denied ("Policy evaluation logic", IAM user guide). Deny statements and conditions are not
 * modelled.
 */
public record Rights(List<Statement> statements) {

  /** Allows each action on each resource. */
  public record Statement(List<Glob> actions, List<Glob> resources) {
    public Statement {
      actions = List.copyOf(actions);
      resources = List.copyOf(resources);
    }

    private boolean allows(String action) {
      return actions.stream().anyMatch(glob -> glob.matches(action));
    }

    private boolean allows(String action, String resource) {
      return allows(action) && resources.stream().anyMatch(glob -> glob.matches(resource));
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
    List<Statement> more = new ArrayList<>(statements);
    more.add(new Statement(Glob.all(actions), Glob.all(resources)));
    return new Rights(more);
  }

  /**
   * Whether an action is allowed.
   *
   * @param resource its ARN; {@code *} where the front does not know it: then some resource will do
   */
  public boolean allow(String action, String resource) {
    return statements.stream()
        .anyMatch(
            statement ->
                resource.equals("*")
                    ? statement.allows(action)
                    : statement.allows(action, resource));
  }
}
