package dev.hastack.sandbox.aws.autoscaling;

import dev.hastack.sandbox.aws.world.Instance;
import dev.hastack.sandbox.aws.world.InstanceState;
import dev.hastack.sandbox.aws.world.Instances;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Looks at each group every few seconds, and soon after something has changed. */
final class Ticker implements Instances.Listener {
  private static final String GROUP_TAG = "aws:autoscaling:groupName";

  private final Surroundings world;
  private final Groups groups;
  private final Steps steps;
  private final Set<String> expected = new HashSet<>();
  private final Set<String> atRisk = new HashSet<>();

  Ticker(Surroundings world, Groups groups, Steps steps) {
    this.world = world;
    this.groups = groups;
    this.steps = steps;
  }

  void start() {
    groups.onChange(this::expect);
    world.instances().listen(this);
    tick();
  }

  private void tick() {
    groups.all().forEach(this::step);
    world.foundation().time().after(world.options().tick(), this::tick);
  }

  /** Has a group looked at soon. */
  private void expect(String name) {
    if (expected.add(name)) {
      world
          .foundation()
          .time()
          .after(
              world.options().reaction(),
              () -> {
                expected.remove(name);
                groups.find(name).ifPresent(this::step);
              });
    }
  }

  private void step(Group group) {
    Group noted = group.eachMember(this::noteRisk);
    Group after = steps.advance(noted);
    if (steps.isGone(after)) {
      groups.remove(group.name());
    } else if (!after.equals(group)) {
      groups.proceed(after);
      // What has begun may have a next step that need not wait for the tick.
      expect(group.name());
    }
  }

  private Group noteRisk(Group group, Member member) {
    return atRisk.remove(member.id())
        ? group.with(member.marked(member.marks().riskSeen()))
        : group;
  }

  /** A group is looked at soon when an instance runs; what it lost it finds out by its checks. */
  @Override
  public void changed(Instance before, Instance after) {
    boolean moved = after.state() != before.state();
    if (moved
        && (after.state() == InstanceState.RUNNING || after.state() == InstanceState.TERMINATED)) {
      expectGroupOf(after);
    }
  }

  @Override
  public void interruptionWarned(Instance instance) {
    expectGroupOf(instance);
  }

  @Override
  public void rebalanceRecommended(Instance instance) {
    if (groupOf(instance).isPresent()) {
      atRisk.add(instance.id());
      expectGroupOf(instance);
    }
  }

  private void expectGroupOf(Instance instance) {
    groupOf(instance).ifPresent(this::expect);
  }

  private static Optional<String> groupOf(Instance instance) {
    return Optional.ofNullable(instance.tags().get(GROUP_TAG));
  }
}
