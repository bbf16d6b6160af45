package dev.hastack.provider.aws.gateway;

import dev.hastack.core.stack.ObservedStack.ForeignCopy;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.provider.aws.AwsTags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sorts what was read into ours, somebody else's under our name, and copies of ours. Ours is what
 * has our tags and exactly the name we would build, or built when it was last applied.
 */
final class Claims<T> {

  /** Something that has a name of ours. */
  record Claim<T>(ResourceId id, T thing, Ownership ownership) {}

  private final String kind;
  private final StackId stack;
  private final Map<String, ResourceId> expected;
  private final List<Claim<T>> claims = new ArrayList<>();
  private final List<ForeignCopy> foreignCopies = new ArrayList<>();

  Claims(String kind, StackId stack, Map<String, ResourceId> expected) {
    this.kind = kind;
    this.stack = stack;
    this.expected = expected;
  }

  /** The id that tags claim, where they are this stack's and of this kind. */
  Optional<ResourceId> claimed(Map<String, String> tags) {
    return AwsTags.claim(stack, tags).filter(id -> id.kind().equals(kind));
  }

  /**
   * @param built the name we would build for the id that the tags claim
   */
  void judge(T thing, String name, Map<String, String> tags, Optional<String> built) {
    Optional<ResourceId> claimed = claimed(tags);
    Optional<ResourceId> known = Optional.ofNullable(expected.get(name));
    if (claimed.isPresent() && (known.equals(claimed) || built.equals(Optional.of(name)))) {
      Ownership ownership =
          tags.containsKey(AwsTags.RETAINED) ? Ownership.RETAINED : Ownership.OURS;
      claims.add(new Claim<>(claimed.get(), thing, ownership));
      return;
    }
    claimed.ifPresent(id -> foreignCopies.add(new ForeignCopy(id, name)));
    known.ifPresent(id -> claims.add(new Claim<>(id, thing, Ownership.NOT_OURS)));
  }

  /**
   * What has a name of ours. What was let go in the middle of a replacement comes back with the one
   * of its id that was taken up again.
   */
  List<Claim<T>> claims() {
    Set<ResourceId> takenUp =
        claims.stream()
            .filter(claim -> claim.ownership() == Ownership.OURS)
            .map(Claim::id)
            .collect(Collectors.toSet());
    return claims.stream()
        .map(
            claim ->
                claim.ownership() == Ownership.RETAINED && takenUp.contains(claim.id())
                    ? new Claim<>(claim.id(), claim.thing(), Ownership.OURS)
                    : claim)
        .toList();
  }

  List<ForeignCopy> foreignCopies() {
    return foreignCopies;
  }
}
