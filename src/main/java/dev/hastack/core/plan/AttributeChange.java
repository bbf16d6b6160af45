package dev.hastack.core.plan;

import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.Value;
import java.util.Optional;

/**
 * One attribute going from what is there to what is wanted. Holds real values, sensitive ones too:
 * renderers mask them.
 *
 * @param name the attribute's name
 * @param from what was observed; empty: not set
 * @param to what to write; may hold {@link Value.Pending}; empty: remove it
 * @param unsets whether {@code to} is the way back to unmanaged, shown as {@code (unset)}
 * @param impact what it does to what runs
 * @param sensitive whether its values are masked
 * @param reason why
 */
public record AttributeChange(
    String name,
    Optional<Value> from,
    Optional<Value> to,
    boolean unsets,
    Impact impact,
    boolean sensitive,
    ChangeReason reason) {

  /**
   * Whether it only writes down what the next pass needs to know, such as since when: nothing that
   * runs heeds it, and until it is written each pass would write another time.
   */
  public boolean isMemory() {
    return reason == ChangeReason.Fallback && impact == Impact.IGNORED;
  }
}
