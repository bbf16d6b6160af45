package dev.hastack.core.plan;

import dev.hastack.core.plan.LastApplied.Provenance;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Of each change of a plan, whether somebody let it through. */
final class Consent {
  private final LastApplied last;
  private final Map<ResourceId, List<AttributeChange>> silent = new TreeMap<>();
  private final Map<ResourceId, Change> asked = new TreeMap<>();

  Consent(Plan plan, LastApplied last, Provenance provenance) {
    this.last = last;
    for (Change change : plan.changes()) {
      if (change.wanted().isPresent()) {
        List<AttributeChange> wishes = SilentWishes.of(change, last, provenance);
        silent.put(change.id(), wishes);
        asked.put(change.id(), SilentWishes.with(change, wishes));
      }
    }
  }

  /** The change with what it takes that is not to be written. */
  Change asked(Change change) {
    return change.wanted().isEmpty() ? change : asked.getOrDefault(change.id(), change);
  }

  /** Whether it is made as a whole or not at all. */
  static boolean isWhole(Change change) {
    return switch (change) {
      case Change.Create create -> true;
      case Change.Delete delete -> true;
      case Change.Adopt adopt -> true;
      case Change.Forget forget -> true;
      case Change.Update update -> false;
      case Change.Replace replace -> false;
      case Change.NoOp noOp -> false;
    };
  }

  /** Of a change that is whole. */
  boolean isFree(Change change) {
    return last.approvals().covers(change)
        || switch (change) {
          case Change.Create create -> isFree(create);
          case Change.Delete delete -> isFree(delete);
          case Change.Adopt adopt -> false;
          case Change.Forget forget -> true;
          case Change.Update update -> true;
          case Change.Replace replace -> true;
          case Change.NoOp noOp -> true;
        };
  }

  private boolean isFree(Change.Create create) {
    return !last.approvals().deletes(create.id())
        && last.find(create.id())
            .filter(applied -> applied.values().equals(Approvals.sealed(create.desired())))
            .filter(applied -> applied.values().keySet().stream().noneMatch(goes(create)))
            .isPresent()
        && create.attributes().stream().noneMatch(attribute -> followsSilent(create, attribute));
  }

  /** While an attribute goes it is a target still, so that it is known to be ours. */
  private Predicate<String> goes(Change change) {
    return name -> last.approvals().unsets(change.id(), name);
  }

  /** Another has taken its place, and that was let through. */
  private boolean isFree(Change.Delete delete) {
    return delete.reason() != ChangeReason.NoLongerDesired
        && Optional.ofNullable(asked.get(delete.id()))
            .filter(other -> !replacing(other).allMatch(each -> isFreeAlone(other, each)))
            .isEmpty();
  }

  /** Of an attribute of any other change. */
  boolean isFree(Change change, AttributeChange attribute) {
    Change whole = asked(change);
    return isFreeAlone(whole, attribute)
        && !followsSilent(whole, attribute)
        // Another resource is made as a whole, of all that makes it another.
        && (attribute.impact() != Impact.REPLACE
            || replacing(whole).allMatch(each -> isFreeAlone(whole, each)));
  }

  private static Stream<AttributeChange> replacing(Change change) {
    return change.attributeChanges().stream().filter(each -> each.impact() == Impact.REPLACE);
  }

  private boolean isFreeAlone(Change change, AttributeChange attribute) {
    return switch (attribute.reason()) {
          case Scheduled, Fallback, Unhealthy -> true;
          case Missing,
              SpecChanged,
              FactsChanged,
              OperatorUpgraded,
              Drifted,
              CannotUpdateInPlace,
              NoLongerDesired ->
              false;
        }
        || last.approvals().covers(change, attribute)
        || isTarget(change, attribute.name());
  }

  private boolean isTarget(Change change, String name) {
    Optional<Value> wish = Approvals.wish(change, name);
    boolean goes = wish.isPresent() && goes(change).test(name);
    return !goes
        && last.find(change.id())
            .filter(applied -> Optional.ofNullable(applied.values().get(name)).equals(wish))
            .isPresent();
  }

  /**
   * Whether it takes an output of what would be another if it were as it was let through: nothing
   * is to be written there, so that nothing else shows that this waits with it.
   */
  private boolean followsSilent(Change change, AttributeChange attribute) {
    return change.wanted().map(wanted -> wanted.spec().values().get(attribute.name())).stream()
        .flatMap(Value::pendings)
        .anyMatch(this::waitsSilently);
  }

  private boolean waitsSilently(Value.Pending output) {
    return Optional.ofNullable(asked.get(output.resource()))
        .map(needed -> needed.narrowedTo(waiting(needed)))
        .filter(needed -> isOther(needed, output))
        .isPresent();
  }

  private List<AttributeChange> waiting(Change needed) {
    return silent.getOrDefault(needed.id(), List.of()).stream()
        .filter(wish -> !isFree(needed, wish))
        .toList();
  }

  private static boolean isOther(Change change, Value.Pending output) {
    return !isWhole(change)
        && !change.attributeChanges().isEmpty()
        && StandingOutputs.of(change, output.output()).isEmpty();
  }
}
