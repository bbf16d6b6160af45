package dev.hastack.provider.aws.migration;

import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.ChangeReason;
import dev.hastack.core.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of one change in this pass.
 *
 * @param change what is done of it
 * @param held what waits
 */
record Step(Change change, List<Plan.Held> held) {

  static Step of(Change change) {
    return new Step(change, List.of());
  }

  /** The change of something that stands with another wish for one attribute, or none. */
  static Change with(Change change, String attribute, Optional<AttributeChange> wish) {
    var attributes = new ArrayList<AttributeChange>();
    change.attributeChanges().stream()
        .filter(each -> !each.name().equals(attribute))
        .forEach(attributes::add);
    wish.ifPresent(attributes::add);
    return new Change.Update(
            change.wanted().orElseThrow(),
            change.standing().orElseThrow(),
            attributes,
            ChangeReason.CannotUpdateInPlace)
        .narrowedTo(attributes);
  }
}
