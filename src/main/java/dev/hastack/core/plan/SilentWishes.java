package dev.hastack.core.plan;

import dev.hastack.core.plan.LastApplied.Applied;
import dev.hastack.core.plan.LastApplied.Provenance;
import dev.hastack.core.stack.Attribute;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.Schema;
import dev.hastack.core.stack.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What is wanted otherwise than it was let through, though there is nothing to write: AWS has it so
 * already, or it only says how something else is done. No comparison shows it, and yet what is done
 * later follows it.
 */
final class SilentWishes {
  private SilentWishes() {}

  /** The changes from what was let through to what is wanted, but those that are shown already. */
  static List<AttributeChange> of(Change change, LastApplied last, Provenance provenance) {
    return switch (change) {
      case Change.Update update ->
          of(update, update.desired(), update.observed(), last, provenance);
      case Change.Replace replace ->
          of(replace, replace.desired(), replace.observed(), last, provenance);
      case Change.NoOp noOp -> of(noOp, noOp.desired(), noOp.observed(), last, provenance);
      case Change.Create create -> List.of();
      case Change.Delete delete -> List.of();
      case Change.Adopt adopt -> List.of();
      case Change.Forget forget -> List.of();
    };
  }

  /** The change with these too. */
  static Change with(Change change, List<AttributeChange> wishes) {
    if (wishes.isEmpty()) {
      return change;
    }
    DesiredResource desired = change.wanted().orElseThrow();
    return new Change.Replace(
            desired,
            change.standing().orElseThrow(),
            List.of(),
            desired.spec().schema().replaceOrder(),
            ChangeReason.CannotUpdateInPlace)
        .narrowedTo(Stream.concat(change.attributeChanges().stream(), wishes.stream()).toList());
  }

  private static List<AttributeChange> of(
      Change change,
      DesiredResource desired,
      Present observed,
      LastApplied last,
      Provenance provenance) {
    Optional<Applied> applied = last.find(desired.id());
    if (applied.isEmpty()) {
      return List.of();
    }
    Schema<?> schema = desired.spec().schema();
    var names = new TreeSet<>(desired.spec().values().keySet());
    applied.get().values().keySet().stream().filter(schema::declares).forEach(names::add);
    change.attributeChanges().forEach(shown -> names.remove(shown.name()));
    var wishes = new ArrayList<AttributeChange>();
    for (String name : names) {
      Attribute<?> attribute = schema.attribute(name);
      Optional<Value> target = Optional.ofNullable(applied.get().values().get(name));
      Optional<Value> wish = Approvals.wish(change, name);
      if (!wish.equals(target)
          && (target.isPresent() || !stands(attribute, wish, name, observed))) {
        Impact impact = attribute.impact().apply(target, wish);
        wishes.add(
            new AttributeChange(
                name,
                target,
                Optional.ofNullable(desired.spec().values().get(name)),
                wish.isEmpty(),
                impact,
                attribute.sensitive(),
                provenance.since(applied.get().provenance())));
      }
    }
    return wishes;
  }

  /**
   * Whether AWS has it so. What nobody let through before and AWS has, such as what only a newer
   * operator knows of, is not asked for.
   */
  private static boolean stands(
      Attribute<?> attribute, Optional<Value> wish, String name, Present observed) {
    return attribute.difference() != Attribute.Difference.NONE
        || wish.equals(Optional.ofNullable(observed.spec().values().get(name)));
  }
}
