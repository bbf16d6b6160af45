package dev.hastack.sandbox.aws.eventbridge;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Target;

/**
 * A rule of the default bus.
 *
 * @param settings as PutRule replaces them
 * @param targets by their ids
 */
record RuleRow(
    String name,
    String arn,
    Settings settings,
    SortedMap<String, Target> targets,
    SortedMap<String, String> tags) {
  RuleRow {
    targets = Collections.unmodifiableSortedMap(new TreeMap<>(targets));
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
  }

  /**
   * What can be set.
   *
   * @param pattern as it was written
   */
  record Settings(
      String pattern, RuleState state, @Nullable String description, @Nullable String roleArn) {
    Settings in(RuleState other) {
      return new Settings(pattern, other, description, roleArn);
    }
  }

  RuleRow with(Settings other) {
    return new RuleRow(name, arn, other, targets, tags);
  }

  RuleRow targeting(SortedMap<String, Target> all) {
    return new RuleRow(name, arn, settings, all, tags);
  }

  RuleRow tagged(SortedMap<String, String> all) {
    return new RuleRow(name, arn, settings, targets, all);
  }

  boolean isEnabled() {
    return settings.state() != RuleState.DISABLED;
  }
}
