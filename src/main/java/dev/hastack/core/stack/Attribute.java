package dev.hastack.core.stack;

import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * One attribute of a resource kind, declared once: comparing, rendering, masking, ignoring, drift
 * and the reference docs all read this.
 *
 * @param name AWS's member name; public, because people write it in {@code drift.ignore}
 * @param getter reads it from the kind's record; empty means not managed (desired) or not set
 *     (observed)
 * @param impact what going from the first to the second value does; empty values are passed as such
 * @param sensitive whether its value is masked and only its digest kept
 * @param unset what to write when it was set by us and is no longer desired, given everything that
 *     is desired; empty: AWS has no way back
 * @param equivalence whether AWS's answer (second) means the desired value (first)
 * @param keyed whether the value is a {@link Value.Struct} whose members are compared one by one,
 *     so that members somebody else added are not ours to manage; a member's name is {@code
 *     name.key}
 * @param omission what becomes of it when it is not desired; keyed ones are {@link
 *     Omission#REMOVED_IF_OURS} or stronger
 * @param renews the outputs that a change of this attribute makes anew
 * @param difference what it means when it is not as wanted
 */
public record Attribute<R>(
    String name,
    Function<R, Optional<Value>> getter,
    BiFunction<Optional<Value>, Optional<Value>, Impact> impact,
    boolean sensitive,
    Function<R, Optional<Value>> unset,
    BiPredicate<Value, Value> equivalence,
    boolean keyed,
    Omission omission,
    Set<String> renews,
    Difference difference) {

  /** What it means when an attribute is not as wanted, though it was last applied so. */
  public enum Difference {
    /** Somebody else changed it. */
    DRIFT,
    /** What was last applied has not taken effect yet, and this is how it does. */
    UNFINISHED,
    /** Nothing: it only counts when the resource is made, or says how others are written. */
    NONE
  }

  /** What leaving an attribute out of the desired state means. */
  public enum Omission {
    /** Nothing; where there is an {@link #unset} value, what we set goes back to that. */
    NOT_MANAGED,
    /** What we set is taken away by leaving it out of a write; what others set is theirs. */
    REMOVED_IF_OURS,
    /**
     * It must not be there, whoever set it: for members of what is only ever written whole, where
     * something that we did not write is somebody else's work as a whole.
     */
    NONE
  }

  /** An attribute that changes in place, compares by equality and has no unset value. */
  public static <R> Attribute<R> of(String name, Function<R, Optional<Value>> getter) {
    return new Attribute<>(
        name,
        getter,
        (from, to) -> Impact.IN_PLACE,
        false,
        desired -> Optional.empty(),
        Value::equals,
        false,
        Omission.NOT_MANAGED,
        Set.of(),
        Difference.DRIFT);
  }

  public Attribute<R> impact(Impact constant) {
    return impact((from, to) -> constant);
  }

  public Attribute<R> impact(BiFunction<Optional<Value>, Optional<Value>, Impact> ofChange) {
    return new Attribute<>(
        name, getter, ofChange, sensitive, unset, equivalence, keyed, omission, renews, difference);
  }

  public Attribute<R> asSensitive() {
    return new Attribute<>(
        name, getter, impact, true, unset, equivalence, keyed, omission, renews, difference);
  }

  public Attribute<R> unsetTo(Value value) {
    return unsetTo(desired -> Optional.of(value));
  }

  /** For where AWS's default depends on other attributes. */
  public Attribute<R> unsetTo(Function<R, Optional<Value>> value) {
    return new Attribute<>(
        name, getter, impact, sensitive, value, equivalence, keyed, omission, renews, difference);
  }

  public Attribute<R> equivalentWhen(BiPredicate<Value, Value> rule) {
    return new Attribute<>(
        name, getter, impact, sensitive, unset, rule, keyed, omission, renews, difference);
  }

  public Attribute<R> byKey() {
    return new Attribute<>(
        name,
        getter,
        impact,
        sensitive,
        unset,
        equivalence,
        true,
        Omission.REMOVED_IF_OURS,
        renews,
        difference);
  }

  public Attribute<R> asRemovable() {
    return omitted(Omission.REMOVED_IF_OURS);
  }

  public Attribute<R> asNoneWhenOmitted() {
    return omitted(Omission.NONE);
  }

  private Attribute<R> omitted(Omission meaning) {
    return new Attribute<>(
        name, getter, impact, sensitive, unset, equivalence, keyed, meaning, renews, difference);
  }

  public Attribute<R> renewing(String... outputs) {
    return new Attribute<>(
        name,
        getter,
        impact,
        sensitive,
        unset,
        equivalence,
        keyed,
        omission,
        Set.of(outputs),
        difference);
  }

  public Attribute<R> onlyAtCreation() {
    return new Attribute<>(
        name,
        getter,
        impact,
        sensitive,
        unset,
        equivalence,
        keyed,
        omission,
        renews,
        Difference.NONE);
  }

  public Attribute<R> showingWhatIsUnfinished() {
    return new Attribute<>(
        name,
        getter,
        impact,
        sensitive,
        unset,
        equivalence,
        keyed,
        omission,
        renews,
        Difference.UNFINISHED);
  }
}
