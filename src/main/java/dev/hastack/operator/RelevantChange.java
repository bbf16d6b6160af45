package dev.hastack.operator;

import dev.hastack.api.v1alpha1.HAStack;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Which updates of an HAStack or an AWSAccount call for a pass: a new spec, a deletion, a
 * finalizer, one of our annotations. Not a new status, or every pass that writes one would be
 * followed by another.
 */
final class RelevantChange<R extends HasMetadata> implements OnUpdateFilter<R> {

  @Override
  public boolean accept(R newer, R older) {
    ObjectMeta now = newer.getMetadata();
    ObjectMeta before = older.getMetadata();
    return !Objects.equals(now.getGeneration(), before.getGeneration())
        || !Objects.equals(now.getDeletionTimestamp(), before.getDeletionTimestamp())
        || !Objects.equals(now.getFinalizers(), before.getFinalizers())
        || !ours(now).equals(ours(before));
  }

  private static Map<String, String> ours(ObjectMeta metadata) {
    var ours = new TreeMap<String, String>();
    Objects.requireNonNullElse(metadata.getAnnotations(), Map.<String, String>of())
        .forEach(
            (key, value) -> {
              if (key.startsWith(HAStack.GROUP + "/")) {
                ours.put(key, value);
              }
            });
    return ours;
  }
}
