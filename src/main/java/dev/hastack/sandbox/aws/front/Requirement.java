package dev.hastack.sandbox.aws.front;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A right that a call needs.
 *
 * @param action as IAM spells it
 * @param resource its ARN; {@code *} where it is not known: then some resource will do
 * @param context the values of condition keys, as far as they are modelled
 * @param missing whether the resource is not there: then its service says so, and not whoever asks
 *     for its tags. AWS does not document which.
 */
record Requirement(String action, String resource, Map<String, String> context, boolean missing) {
  static final String RESOURCE_TAG = "aws:ResourceTag/";

  Requirement {
    context = Map.copyOf(context);
  }

  Requirement(String action, String resource, Map<String, String> context) {
    this(action, resource, context, false);
  }

  /** The same with more values of condition keys. */
  Requirement with(Map<String, String> more) {
    var all = new TreeMap<>(context);
    all.putAll(more);
    return new Requirement(action, resource, all, missing);
  }

  /** The same with the tags of the resource; empty if it is not there. */
  Requirement withTags(Optional<Map<String, String>> tags) {
    var all = new TreeMap<>(context);
    tags.ifPresent(some -> some.forEach((key, value) -> all.put(RESOURCE_TAG + key, value)));
    return new Requirement(action, resource, all, tags.isEmpty());
  }

  /** Whether nobody can say yet what a condition asks for. */
  boolean leavesOpen(String key) {
    return key.startsWith(RESOURCE_TAG) && (missing || isNamedByItsService());
  }

  /** RDS asks again for each resource. */
  private boolean isNamedByItsService() {
    return resource.equals("*") && action.startsWith("rds:");
  }
}
