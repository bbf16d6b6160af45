package dev.hastack.core.plan;

import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.Schema;
import dev.hastack.core.stack.Value;
import java.util.Optional;

/**
 * Which outputs of a resource are known before its change is made, because the change keeps them.
 */
final class StandingOutputs {
  private StandingOutputs() {}

  static Optional<Value> of(Change change, String output) {
    return switch (change) {
      case Change.Create create -> Optional.empty();
      case Change.Replace replace -> Optional.empty();
      case Change.Update update ->
          update.attributes().stream()
                  .anyMatch(each -> renews(update.desired().spec().schema(), each, output))
              ? Optional.empty()
              : of(update.observed(), output);
      case Change.Adopt adopt -> of(adopt.observed(), output);
      case Change.Forget forget -> of(forget.observed(), output);
      case Change.NoOp noOp -> of(noOp.observed(), output);
      case Change.Delete delete -> Optional.empty();
    };
  }

  static Optional<Value> of(Present observed, String output) {
    return Optional.ofNullable(observed.outputs().get(output));
  }

  /** Whether changing this attribute makes the output another. */
  static boolean renews(Schema<?> schema, AttributeChange change, String output) {
    return schema.attribute(change.name()).renews().contains(output);
  }
}
