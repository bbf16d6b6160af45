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
 * @param unset what to write when it was set by us and is no longer desired; empty: AWS has no way
 *     back
 * @param equivalence whether AWS's answer (second) means the desired value (first)
 * @param keyed whether the value is a {@link Value.Struct} whose members are compared one by one,
 *     so that members somebody else added are not ours to manage; a member's name is {@code
 *     name.key}
 * @param removable whether leaving it out of a write takes it away; keyed ones always are
 * @param renews the outputs that a change of this attribute makes anew
 */
public record Attribute<R>(
    String name,
    Function<R, Optional<Value>> getter,
    BiFunction<Optional<Value>, Optional<Value>, Impact> impact,
    boolean sensitive,
    Optional<Value> unset,
    BiPredicate<Value, Value> equivalence,
    boolean keyed,
    boolean removable,
    Set<String> renews) {

  /** An attribute that changes in place, compares by equality and has no unset value. */
  public static <R> Attribute<R> of(String name, Function<R, Optional<Value>> getter) {
    return new Attribute<>(
        name,
        getter,
        (from, to) -> Impact.IN_PLACE,
        false,
        Optional.empty(),
        Value::equals,
        false,
        false,
        Set.of());
  }

  public Attribute<R> impact(Impact constant) {
    return new Attribute<>(
        name,
        getter,
        (from, to) -> constant,
        sensitive,
        unset,
        equivalence,
        keyed,
        removable,
        renews);
  }

  public Attribute<R> asSensitive() {
    return new Attribute<>(
        name, getter, impact, true, unset, equivalence, keyed, removable, renews);
  }

  public Attribute<R> unsetTo(Value value) {
    return new Attribute<>(
        name, getter, impact, sensitive, Optional.of(value), equivalence, keyed, removable, renews);
  }

  public Attribute<R> equivalentWhen(BiPredicate<Value, Value> rule) {
    return new Attribute<>(name, getter, impact, sensitive, unset, rule, keyed, removable, renews);
  }

  public Attribute<R> byKey() {
    return new Attribute<>(name, getter, impact, sensitive, unset, equivalence, true, true, renews);
  }

  public Attribute<R> asRemovable() {
    return new Attribute<>(
        name, getter, impact, sensitive, unset, equivalence, keyed, true, renews);
  }

  public Attribute<R> renewing(String... outputs) {
    return new Attribute<>(
        name, getter, impact, sensitive, unset, equivalence, keyed, removable, Set.of(outputs));
  }
}
