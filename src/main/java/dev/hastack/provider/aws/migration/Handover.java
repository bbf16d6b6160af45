package dev.hastack.provider.aws.migration;

import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.ChangeReason;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.AutoScalingGroup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Gives servers of some groups to others where AWS keeps the number of servers: one after another,
 * each time to the group that has least, up to its maximum. A tag on each remembers how many it was
 * given, so that none is given twice.
 *
 * @param tag the attribute that remembers
 * @param why servers are handed over
 */
record Handover(String tag, ChangeReason why) {

  /**
   * The plan with so many servers more.
   *
   * @param heirs those that may take some
   * @param number of servers in all, given already or not
   */
  Plan give(int number, List<Change> heirs, Plan plan) {
    int left = number - heirs.stream().mapToInt(this::given).sum();
    Map<ResourceId, Integer> more = shares(left, heirs);
    List<Change> changes =
        plan.changes().stream()
            .map(
                change ->
                    heirs.contains(change) && more.containsKey(change.id())
                        ? with(change, more.get(change.id()))
                        : change)
            .toList();
    return new Plan(plan.stack(), changes, plan.held(), plan.obstacles());
  }

  /** The plan in which nothing is remembered any more. */
  Plan forget(Plan plan) {
    List<Change> changes = plan.changes().stream().map(this::forgotten).toList();
    return new Plan(plan.stack(), changes, plan.held(), plan.obstacles());
  }

  private Change forgotten(Change change) {
    boolean stands = change instanceof Change.Update || change instanceof Change.NoOp;
    return stands && LayoutMigration.isGroup(change) && given(change) > 0
        ? Step.with(change, tag, Optional.of(remembered(change, Optional.empty())))
        : change;
  }

  /** How many a group was given. */
  int given(Change change) {
    return change
        .standing()
        .flatMap(group -> AttributeValues.of(group.spec().values()).text(tag))
        .filter(text -> text.matches("[0-9]{1,6}"))
        .map(Integer::parseInt)
        .orElse(0);
  }

  private static Map<ResourceId, Integer> shares(int number, List<Change> heirs) {
    var numbers = new TreeMap<ResourceId, Integer>();
    heirs.forEach(heir -> numbers.put(heir.id(), number(heir)));
    var more = new TreeMap<ResourceId, Integer>();
    for (int given = 0; given < number; given++) {
      Optional<ResourceId> taker =
          heirs.stream()
              .filter(heir -> numbers.getOrDefault(heir.id(), 0) < most(heir))
              .map(Change::id)
              .min(
                  Comparator.comparing((ResourceId id) -> numbers.getOrDefault(id, 0))
                      .thenComparing(Comparator.naturalOrder()));
      if (taker.isEmpty()) {
        return more;
      }
      numbers.merge(taker.get(), 1, Integer::sum);
      more.merge(taker.get(), 1, Integer::sum);
    }
    return more;
  }

  /** How many it has of its own; one that is new has none yet. */
  static int number(Change heir) {
    return heir.standing()
        .map(group -> AttributeValues.of(group.spec().values()))
        .flatMap(values -> values.whole(AutoScalingGroup.DESIRED_CAPACITY))
        .orElse(0);
  }

  /** What it has afterwards whatever happens. */
  static int least(Change heir) {
    return AttributeValues.of(heir.valuesAfter()).whole(AutoScalingGroup.MIN_SIZE).orElse(0);
  }

  private static int most(Change heir) {
    return AttributeValues.of(heir.valuesAfter())
        .whole(AutoScalingGroup.MAX_SIZE)
        .orElse(Integer.MAX_VALUE);
  }

  private Change with(Change change, int more) {
    int number = Math.max(number(change) + more, least(change));
    ChangeReason reason = change instanceof Change.Create ? change.reason() : why;
    AttributeChange servers = LayoutMigration.number(change, number, reason);
    AttributeChange remembered =
        remembered(change, Optional.of(Value.text(Integer.toString(given(change) + more))));
    return switch (change) {
      case Change.Create create -> {
        var attributes = new ArrayList<>(create.attributes());
        attributes.add(servers);
        attributes.add(remembered);
        yield new Change.Create(
            create.desired(), attributes, create.reason(), create.onceCreated());
      }
      case Change.Update update -> with(update, servers, remembered);
      case Change.NoOp noOp -> with(noOp, servers, remembered);
      case Change.Replace replace -> replace;
      case Change.Adopt adopt -> adopt;
      case Change.Delete delete -> delete;
      case Change.Forget forget -> forget;
    };
  }

  private Change with(Change change, AttributeChange servers, AttributeChange remembered) {
    return Step.with(
        Step.with(change, AutoScalingGroup.DESIRED_CAPACITY, Optional.of(servers)),
        tag,
        Optional.of(remembered));
  }

  AttributeChange remembered(Change change, Optional<Value> to) {
    return new AttributeChange(
        tag,
        change.standing().map(group -> group.spec().values().get(tag)),
        to,
        false,
        Impact.IGNORED,
        false,
        ChangeReason.CannotUpdateInPlace);
  }
}
