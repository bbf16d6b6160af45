package dev.hastack.provider.aws.gateway;

import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads and writes one kind of resource. A call that AWS refuses throws {@link
 * dev.hastack.provider.aws.AwsCallException}; every write may be repeated.
 */
public interface ResourceGateway {

  String kind();

  /**
   * Reads everything of this kind that concerns the stack.
   *
   * @param ids what is looked for under the names we would build
   * @param expected further names that are wanted or were last known, and the id of each
   */
  Reading read(StackId stack, Set<ResourceId> ids, Map<String, ResourceId> expected);

  /**
   * What AWS has still to take away of something that is not there any more.
   *
   * @param name that it had
   */
  default Optional<Present> remains(String name) {
    return Optional.empty();
  }

  Outcome create(Target target);

  Outcome update(Target target, Present observed);

  /** The next step of taking it away. */
  Outcome delete(Removal removal);

  /** Changes tags only. */
  void retag(Present observed, Map<String, String> set, Set<String> removed);
}
