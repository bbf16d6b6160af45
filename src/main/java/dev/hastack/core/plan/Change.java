package dev.hastack.core.plan;

import dev.hastack.core.stack.Attribute;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Schema;
import dev.hastack.core.stack.Value;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What to do to one resource, with everything needed to do it. */
public sealed interface Change {

  ResourceId id();

  ChangeReason reason();

  /** Make it. {@code onceCreated}: it was there before and somebody removed it. */
  record Create(
      DesiredResource desired,
      List<AttributeChange> attributes,
      ChangeReason reason,
      boolean onceCreated)
      implements Change {
    public Create {
      attributes = List.copyOf(attributes);
    }

    @Override
    public ResourceId id() {
      return desired.id();
    }
  }

  /** Change attributes in place. */
  record Update(
      DesiredResource desired,
      Present observed,
      List<AttributeChange> attributes,
      ChangeReason reason)
      implements Change {
    public Update {
      attributes = List.copyOf(attributes);
    }

    @Override
    public ResourceId id() {
      return desired.id();
    }
  }

  /** Put another in its place, because AWS cannot change it. */
  record Replace(
      DesiredResource desired,
      Present observed,
      List<AttributeChange> attributes,
      Schema.ReplaceOrder order,
      ChangeReason reason)
      implements Change {
    public Replace {
      attributes = List.copyOf(attributes);
    }

    @Override
    public ResourceId id() {
      return desired.id();
    }
  }

  /** Remove it. */
  record Delete(ResourceId id, Present observed, ChangeReason reason) implements Change {}

  /** Take up what {@code Retain} left: touches tags only. */
  record Adopt(DesiredResource desired, Present observed, ChangeReason reason) implements Change {
    @Override
    public ResourceId id() {
      return desired.id();
    }
  }

  /** Leave it standing and let go of it: touches tags. */
  record Forget(ResourceId id, Present observed, ChangeReason reason) implements Change {}

  /** It is as wanted. */
  record NoOp(DesiredResource desired, Present observed) implements Change {
    @Override
    public ResourceId id() {
      return desired.id();
    }

    @Override
    public ChangeReason reason() {
      return ChangeReason.SpecChanged;
    }
  }

  /** The change's word: its type's name. */
  default String action() {
    return getClass().getSimpleName();
  }

  default List<AttributeChange> attributeChanges() {
    return switch (this) {
      case Create create -> create.attributes();
      case Update update -> update.attributes();
      case Replace replace -> replace.attributes();
      case Delete delete -> List.of();
      case Adopt adopt -> List.of();
      case Forget forget -> List.of();
      case NoOp noOp -> List.of();
    };
  }

  /** The resource as it should be; empty when it should go. */
  default Optional<DesiredResource> wanted() {
    return switch (this) {
      case Create create -> Optional.of(create.desired());
      case Update update -> Optional.of(update.desired());
      case Replace replace -> Optional.of(replace.desired());
      case Adopt adopt -> Optional.of(adopt.desired());
      case NoOp noOp -> Optional.of(noOp.desired());
      case Delete delete -> Optional.empty();
      case Forget forget -> Optional.empty();
    };
  }

  /** The resource as it is before the change; empty when it is not there. */
  default Optional<Present> standing() {
    return switch (this) {
      case Create create -> Optional.empty();
      case Update update -> Optional.of(update.observed());
      case Replace replace -> Optional.of(replace.observed());
      case Delete delete -> Optional.of(delete.observed());
      case Adopt adopt -> Optional.of(adopt.observed());
      case Forget forget -> Optional.of(forget.observed());
      case NoOp noOp -> Optional.of(noOp.observed());
    };
  }

  /**
   * Whether this writes again what was written already: somebody changed it back, or it has not
   * taken effect.
   */
  default boolean isRepeat(AttributeChange attribute) {
    return attribute.reason() == ChangeReason.Drifted
        || wanted()
            .map(desired -> desired.spec().schema().attribute(attribute.name()).difference())
            .filter(Attribute.Difference.UNFINISHED::equals)
            .isPresent();
  }

  /**
   * This change with only these of its attributes: a NoOp when none is left, an update when none is
   * left that needs another resource. Creations, deletions and the like are whole or not at all.
   */
  default Change narrowedTo(List<AttributeChange> attributes) {
    return switch (this) {
      case Update update -> update(update.desired(), update.observed(), attributes);
      case Replace replace
          when attributes.stream().noneMatch(each -> each.impact() == Impact.REPLACE) ->
          update(replace.desired(), replace.observed(), attributes);
      case Replace replace ->
          new Replace(
              replace.desired(), replace.observed(), attributes, replace.order(), replace.reason());
      case Create create -> create;
      case Delete delete -> delete;
      case Adopt adopt -> adopt;
      case Forget forget -> forget;
      case NoOp noOp -> noOp;
    };
  }

  private static Change update(
      DesiredResource desired, Present observed, List<AttributeChange> attributes) {
    return attributes.isEmpty()
        ? new NoOp(desired, observed)
        : new Update(
            desired,
            observed,
            attributes,
            ChangeReason.weightiest(attributes.stream().map(AttributeChange::reason).toList()));
  }

  /**
   * The resource's attributes after the change: what was observed, overlaid with what changes; what
   * is held or ignored stays as observed. What only counts for the write itself is as wanted.
   * Pending values are still pending.
   */
  default Map<String, Value> valuesAfter() {
    var values = new LinkedHashMap<String, Value>();
    standing().ifPresent(present -> values.putAll(present.spec().values()));
    wanted()
        .ifPresent(
            desired ->
                desired
                    .spec()
                    .values()
                    .forEach(
                        (name, value) -> {
                          if (desired.spec().schema().attribute(name).difference()
                              == Attribute.Difference.NONE) {
                            values.put(name, value);
                          }
                        }));
    for (AttributeChange attribute : attributeChanges()) {
      attribute
          .to()
          .ifPresentOrElse(
              value -> values.put(attribute.name(), value), () -> values.remove(attribute.name()));
    }
    return values;
  }

  /** The heaviest impact among its attributes. */
  default Impact impact() {
    return attributeChanges().stream()
        .map(AttributeChange::impact)
        .max(Comparator.naturalOrder())
        .orElse(Impact.IGNORED);
  }
}
