package dev.hastack.core.plan;

import dev.hastack.core.plan.LastApplied.Applied;
import dev.hastack.core.plan.LastApplied.Provenance;
import dev.hastack.core.stack.Attribute;
import dev.hastack.core.stack.Attribute.Difference;
import dev.hastack.core.stack.Attribute.Omission;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Schema;
import dev.hastack.core.stack.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares one resource, attribute by attribute, and says why each differs.
 *
 * @param planned what was decided so far for the resources it may need
 * @param last what was last applied
 * @param provenance what is wanted was made from
 */
record Comparison(Map<ResourceId, Change> planned, LastApplied last, Provenance provenance) {

  /** Every attribute of a resource that is not there. */
  List<AttributeChange> creation(DesiredResource resource) {
    Schema<?> schema = resource.spec().schema();
    var attributes = new ArrayList<AttributeChange>();
    resource
        .spec()
        .values()
        .forEach(
            (name, value) ->
                attributes.add(
                    new AttributeChange(
                        name,
                        Optional.empty(),
                        Optional.of(resolve(value)),
                        false,
                        Impact.IN_PLACE,
                        schema.attribute(name).sensitive(),
                        ChangeReason.Missing)));
    return attributes;
  }

  /** The attributes of a resource that are not as wanted, in the schema's order. */
  List<AttributeChange> differences(DesiredResource resource, Present current) {
    var attributes = new ArrayList<AttributeChange>();
    Map<String, Value> found = current.spec().values();
    resource
        .spec()
        .values()
        .forEach(
            (name, raw) ->
                difference(resource, name, raw, Optional.ofNullable(found.get(name)))
                    .ifPresent(attributes::add));
    attributes.addAll(unset(resource, found));
    List<? extends Attribute<?>> order = resource.spec().schema().attributes();
    attributes.sort(
        Comparator.comparingInt(
                (AttributeChange each) ->
                    order.indexOf(resource.spec().schema().attribute(each.name())))
            .thenComparing(AttributeChange::name));
    return attributes;
  }

  private Optional<AttributeChange> difference(
      DesiredResource resource, String name, Value raw, Optional<Value> from) {
    Attribute<?> attribute = resource.spec().schema().attribute(name);
    Value to = resolve(raw);
    if (attribute.difference() == Difference.NONE || isSame(attribute, to, from)) {
      return Optional.empty();
    }
    var reasons = new ArrayList<>(to.pendings().flatMap(this::reasonsToRenew).toList());
    boolean differsAnyway = !isSame(attribute, raw.resolve(this::standing), from);
    if (reasons.isEmpty() || differsAnyway) {
      reasons.add(ownReason(resource, name, raw, from));
    }
    return Optional.of(
        new AttributeChange(
            name,
            from,
            Optional.of(to),
            false,
            attribute.impact().apply(from, Optional.of(to)),
            attribute.sensitive(),
            ChangeReason.weightiest(reasons)));
  }

  private static boolean isSame(Attribute<?> attribute, Value wanted, Optional<Value> found) {
    return wanted.pendings().findAny().isEmpty()
        && found.filter(answer -> attribute.equivalence().test(wanted, answer)).isPresent();
  }

  /**
   * Attributes that are not wanted and must not stay: those we set once, which go back to AWS's own
   * default, and those that nobody may set.
   */
  private List<AttributeChange> unset(DesiredResource resource, Map<String, Value> found) {
    Schema<?> schema = resource.spec().schema();
    Map<String, Value> wanted = resource.spec().values();
    Map<String, Value> applied =
        last.find(resource.id()).<Map<String, Value>>map(Applied::values).orElse(Map.of());
    var attributes = new ArrayList<AttributeChange>();
    found.forEach(
        (name, from) -> {
          Attribute<?> attribute = schema.attribute(name);
          Optional<Value> to = schema.unset(name, resource.spec());
          boolean ours = applied.containsKey(name);
          boolean managed = ours || attribute.omission() == Omission.NONE;
          boolean differs =
              to.map(value -> !value.equals(from))
                  .orElse(attribute.omission() != Omission.NOT_MANAGED);
          if (attribute.difference() != Difference.NONE
              && !wanted.containsKey(name)
              && managed
              && differs) {
            attributes.add(
                new AttributeChange(
                    name,
                    Optional.of(from),
                    to,
                    true,
                    attribute.impact().apply(Optional.of(from), to),
                    attribute.sensitive(),
                    reasonToUnset(resource, name, ours)));
          }
        });
    return attributes;
  }

  private ChangeReason reasonToUnset(DesiredResource resource, String name, boolean ours) {
    Optional<Applied> applied = last.find(resource.id());
    if (applied.isEmpty()) {
      return ChangeReason.SpecChanged;
    }
    if (ours) {
      return provenance.since(applied.get().provenance());
    }
    return last.isUnfinished(resource.id(), name) ? ChangeReason.SpecChanged : ChangeReason.Drifted;
  }

  /** Why an output is about to become another. */
  private Stream<ChangeReason> reasonsToRenew(Value.Pending pending) {
    return switch (planned.get(pending.resource())) {
      case null -> Stream.empty();
      case Change.Update update ->
          update.attributes().stream()
              .filter(
                  attribute ->
                      StandingOutputs.renews(
                          update.desired().spec().schema(), attribute, pending.output()))
              .map(AttributeChange::reason);
      case Change.Create create -> Stream.of(create.reason());
      case Change.Replace replace -> Stream.of(replace.reason());
      case Change.Delete delete -> Stream.empty();
      case Change.Adopt adopt -> Stream.empty();
      case Change.Forget forget -> Stream.empty();
      case Change.NoOp noOp -> Stream.empty();
    };
  }

  /** Why the attribute would differ if nothing it needs were about to change. */
  private ChangeReason ownReason(
      DesiredResource resource, String name, Value raw, Optional<Value> from) {
    Optional<Applied> applied = last.find(resource.id());
    if (applied.isEmpty()) {
      return ChangeReason.SpecChanged;
    }
    if (resource.spec().schema().attribute(name).difference() == Difference.UNFINISHED) {
      return ChangeReason.SpecChanged;
    }
    Value wanted = resource.spec().schema().seal(name, raw);
    Optional<Value> before = Optional.ofNullable(applied.get().values().get(name));
    boolean unfinished = last.isUnfinished(resource.id(), name);
    if (before.equals(Optional.of(wanted))) {
      return unfinished ? ChangeReason.SpecChanged : ChangeReason.Drifted;
    }
    ChangeReason changed = provenance.since(applied.get().provenance());
    boolean drifted =
        before.filter(value -> !stands(resource.spec().schema(), name, value, from)).isPresent();
    return changed == ChangeReason.OperatorUpgraded && !unfinished && drifted
        ? ChangeReason.Drifted
        : changed;
  }

  /**
   * Whether AWS still has what was last applied. Where somebody changed it since, that a newer
   * operator wants yet another value makes it no less drift.
   */
  private boolean stands(Schema<?> schema, String name, Value applied, Optional<Value> from) {
    Attribute<?> attribute = schema.attribute(name);
    return attribute.sensitive()
        ? from.map(found -> schema.seal(name, found)).equals(Optional.of(applied))
        : isSame(attribute, applied.resolve(this::standing), from);
  }

  private Value resolve(Value value) {
    return value.resolve(
        pending ->
            Optional.ofNullable(planned.get(pending.resource()))
                .flatMap(change -> StandingOutputs.of(change, pending.output())));
  }

  /** An output as it is now, whether or not it is about to change. */
  private Optional<Value> standing(Value.Pending pending) {
    return Optional.ofNullable(planned.get(pending.resource()))
        .flatMap(Change::standing)
        .flatMap(observed -> StandingOutputs.of(observed, pending.output()));
  }
}
