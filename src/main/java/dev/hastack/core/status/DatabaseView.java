package dev.hastack.core.status;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import dev.hastack.core.status.Verdict.Reason;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The database: whether it can be used, and what a person or an application must know of it. */
final class DatabaseView {
  static final ResourceId CLUSTER = new ResourceId("DbCluster", "db");
  private static final String MEMBER = "DbInstance";
  private static final String WRITER = "Writer";
  private static final String AVAILABLE = "available";

  /** As {@link HAStackStatus.Member} takes them. */
  private static final int MAX_WORD_CHARACTERS = 64;

  private final PassFacts facts;

  DatabaseView(PassFacts facts) {
    this.facts = facts;
  }

  /** Whether the database can be used; empty where the stack has none. */
  Optional<Verdict> verdict() {
    // Without a design nobody can say what is wanted, but what was there is still looked at.
    boolean isPart = isWanted() || (facts.obstacle().isPresent() && before().isPresent());
    return isPart
        ? Optional.of(
            unread()
                .map(why -> Verdict.unknown(Reason.Unread, why.sentence()))
                .orElseGet(() -> cluster().map(this::read).orElseGet(this::absent)))
        : Optional.empty();
  }

  private Verdict absent() {
    if (isLost()) {
      return Verdict.no(Reason.DatabaseLost, "the database cluster is gone");
    }
    return isWanted()
        ? Verdict.no(Reason.NotCreated, "the database cluster does not exist yet")
        : Verdict.no(Reason.Unavailable, "the database cluster is not there");
  }

  private Verdict read(Present cluster) {
    SortedMap<ResourceId, Present> members = members();
    Set<ResourceId> wanted = wantedMembers();
    long serving =
        members.entrySet().stream()
            .filter(member -> wanted.contains(member.getKey()) && serves(member.getValue()))
            .count();
    String count = serving + " of " + wanted.size() + " members available";
    boolean writes =
        members.values().stream().anyMatch(member -> isWriter(member) && serves(member));
    if (!writes) {
      return Verdict.no(
          isUnderWay(cluster, members.values()) ? Reason.Provisioning : Reason.Unavailable,
          "no writer is available; the cluster is %s, %s"
              .formatted(
                  text(cluster, "Status", HAStackStatus.MAX_NAME_CHARACTERS).orElse("unknown"),
                  count));
    }
    if (!cluster.live().containsKey("MasterUserSecretArn")) {
      return Verdict.no(Reason.Provisioning, "AWS does not manage the master password yet");
    }
    return serving < wanted.size()
        ? Verdict.yes(Reason.Degraded, count)
        : Verdict.yes(Reason.Available, count);
  }

  private static boolean isUnderWay(Present cluster, Collection<Present> members) {
    return cluster.health() == Health.PROGRESSING
        || (cluster.health() == Health.HEALTHY
            && (members.isEmpty()
                || members.stream().anyMatch(each -> each.health() == Health.PROGRESSING)));
  }

  /** Those that are to be there: one on its way out is not missed, and one not yet made is. */
  private Set<ResourceId> wantedMembers() {
    return isWanted()
        ? facts.desired().resources().stream()
            .map(DesiredResource::id)
            .filter(id -> id.kind().equals(MEMBER))
            .collect(toUnmodifiableSet())
        : members().keySet();
  }

  private static boolean isWriter(Present member) {
    return text(member, "Role", MAX_WORD_CHARACTERS).filter(WRITER::equals).isPresent();
  }

  private static boolean serves(Present member) {
    return member.live().get("Serves") instanceof Value.Flag serves && serves.flag();
  }

  private boolean isLost() {
    return facts.plan().held().stream()
        .anyMatch(
            held -> held.change().id().equals(CLUSTER) && held.reason() == HoldReason.DatabaseLost);
  }

  private boolean isWanted() {
    return facts.desired().find(CLUSTER).isPresent();
  }

  private Optional<Present> cluster() {
    return TierVerdicts.present(facts, CLUSTER);
  }

  private Optional<HAStackStatus.Database> before() {
    return facts.before().flatMap(status -> Optional.ofNullable(status.database()));
  }

  /** For the status: as before where it could not be read, is lost, or nobody could judge. */
  HAStackStatus.@Nullable Database status() {
    Optional<Present> cluster = cluster();
    boolean unjudged = cluster.isEmpty() && facts.obstacle().isPresent();
    return unread().isPresent() || isLost() || unjudged
        ? before().orElse(null)
        : cluster.map(this::status).orElse(null);
  }

  private HAStackStatus.Database status(Present cluster) {
    String status = name(cluster, "Status");
    return new HAStackStatus.Database(
        status,
        since(
            status,
            before().map(HAStackStatus.Database::status),
            before().map(HAStackStatus.Database::statusSince)),
        name(cluster, "EngineVersion"),
        name(cluster, "Capacity"),
        name(cluster, "Endpoint"),
        name(cluster, "ReaderEndpoint"),
        TierVerdicts.number(cluster.live(), "Port").map(Math::toIntExact).orElse(null),
        name(cluster, "DatabaseName"),
        name(cluster, "MasterUsername"),
        text(cluster, "MasterUserSecretArn", HAStackStatus.MAX_ARN_CHARACTERS).orElse(null),
        members().entrySet().stream()
            .limit(HAStackStatus.MAX_MEMBERS)
            .map(member -> member(member.getKey(), member.getValue()))
            .toList(),
        texts(
            cluster,
            "PendingChanges",
            HAStackStatus.MAX_PENDING_CHANGES,
            HAStackStatus.MAX_VALUE_CHARACTERS),
        texts(
            cluster, "PendingReboot", HAStackStatus.MAX_MEMBERS, HAStackStatus.MAX_NAME_CHARACTERS),
        name(cluster, "LastSnapshot"));
  }

  private HAStackStatus.Member member(ResourceId id, Present member) {
    String status = text(member, "Status", MAX_WORD_CHARACTERS).orElse(null);
    Optional<HAStackStatus.Member> known =
        before()
            .flatMap(database -> Optional.ofNullable(database.members()))
            .flatMap(
                members ->
                    members.stream()
                        .filter(each -> each.resource().equals(id.toString()))
                        .findFirst());
    return new HAStackStatus.Member(
        id.toString(),
        text(member, "Role", MAX_WORD_CHARACTERS).orElse("Unknown"),
        text(member, "AvailabilityZone", MAX_WORD_CHARACTERS).orElse(null),
        status,
        since(
            status,
            known.map(HAStackStatus.Member::status),
            known.map(HAStackStatus.Member::statusSince)));
  }

  /** Since when AWS has said so, where that is something to wait for. */
  private @Nullable String since(
      @Nullable String status, Optional<String> statusBefore, Optional<String> sinceBefore) {
    if (status == null || status.equals(AVAILABLE)) {
      return null;
    }
    return statusBefore
        .filter(status::equals)
        .flatMap(same -> sinceBefore)
        .orElse(facts.now().toString());
  }

  private SortedMap<ResourceId, Present> members() {
    var members = new TreeMap<ResourceId, Present>();
    facts.observed().ids().stream()
        .filter(id -> id.kind().equals(MEMBER))
        .forEach(
            id -> TierVerdicts.present(facts, id).ifPresent(member -> members.put(id, member)));
    return members;
  }

  private Optional<Failure> unread() {
    return Stream.concat(
            Stream.of(CLUSTER),
            facts.observed().ids().stream().filter(id -> id.kind().equals(MEMBER)))
        .flatMap(id -> TierVerdicts.unread(facts, id).stream())
        .findFirst();
  }

  private static @Nullable String name(Present present, String name) {
    return text(present, name, HAStackStatus.MAX_NAME_CHARACTERS).orElse(null);
  }

  private static Optional<String> text(Present present, String name, int maxCharacters) {
    return Optional.ofNullable(present.live().get(name))
        .map(value -> Bounded.text(value.toString(), maxCharacters));
  }

  private static @Nullable List<String> texts(
      Present present, String name, int most, int maxCharacters) {
    List<String> texts =
        Stream.ofNullable(present.live().get(name))
            .flatMap(Value::texts)
            .limit(most)
            .map(text -> Bounded.text(text, maxCharacters))
            .toList();
    return texts.isEmpty() ? null : texts;
  }
}
