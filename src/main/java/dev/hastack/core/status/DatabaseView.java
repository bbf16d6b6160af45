package dev.hastack.core.status;

import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import dev.hastack.core.status.Verdict.Reason;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The database: whether it can be used, and what a person or an application must know of it. */
final class DatabaseView {
  static final ResourceId CLUSTER = new ResourceId("DbCluster", "db");
  private static final String MEMBER = "DbInstance";
  private static final String WRITER = "Writer";

  private final PassFacts facts;

  DatabaseView(PassFacts facts) {
    this.facts = facts;
  }

  /** Whether the database can be used; empty where the stack has none. */
  Optional<Verdict> verdict() {
    if (facts.desired().find(CLUSTER).isEmpty()) {
      return facts.obstacle().isPresent() && existed()
          ? unread().map(why -> Verdict.unknown(Reason.Unread, why.sentence()))
          : Optional.empty();
    }
    return Optional.of(
        unread().map(why -> Verdict.unknown(Reason.Unread, why.sentence())).orElseGet(this::read));
  }

  private Verdict read() {
    Optional<Present> cluster = TierVerdicts.present(facts, CLUSTER);
    if (cluster.isEmpty()) {
      return isLost()
          ? Verdict.no(Reason.DatabaseLost, "the database cluster is gone")
          : Verdict.no(Reason.NotCreated, "the database cluster does not exist yet");
    }
    SortedMap<ResourceId, Present> members = members();
    String status = text(cluster.get(), "Status").orElse("");
    Optional<Present> writer =
        members.values().stream()
            .filter(member -> text(member, "Role").filter(WRITER::equals).isPresent())
            .findFirst();
    long serving = members.values().stream().filter(DatabaseView::serves).count();
    String count = serving + " of " + members.size() + " members available";
    if (writer.isEmpty() || !serves(writer.get())) {
      boolean under =
          cluster.get().health() == Health.PROGRESSING
              || members.isEmpty()
              || members.values().stream().anyMatch(each -> each.health() == Health.PROGRESSING);
      return Verdict.no(
          under ? Reason.Provisioning : Reason.Unavailable,
          "no writer is available; the cluster is %s, %s".formatted(status, count));
    }
    if (text(cluster.get(), "MasterUserSecretArn").isEmpty()) {
      return Verdict.no(Reason.Provisioning, "AWS does not manage the master password yet");
    }
    return serving < members.size()
        ? Verdict.yes(Reason.Degraded, count)
        : Verdict.yes(Reason.Available, count);
  }

  private static boolean serves(Present member) {
    return member.live().get("Serves") instanceof Value.Flag serves && serves.flag();
  }

  private boolean isLost() {
    return facts.plan().held().stream()
        .anyMatch(
            held -> held.change().id().equals(CLUSTER) && held.reason() == HoldReason.DatabaseLost);
  }

  private boolean existed() {
    return before().isPresent();
  }

  private Optional<HAStackStatus.Database> before() {
    return facts.before().flatMap(status -> Optional.ofNullable(status.database()));
  }

  /** For the status: as before where something of it could not be read or is lost. */
  HAStackStatus.@Nullable Database status() {
    Optional<Present> cluster = TierVerdicts.present(facts, CLUSTER);
    if (unread().isPresent() || isLost()) {
      return before().orElse(null);
    }
    return cluster.map(this::status).orElse(null);
  }

  private HAStackStatus.Database status(Present cluster) {
    List<HAStackStatus.Member> members =
        members().entrySet().stream()
            .limit(HAStackStatus.MAX_MEMBERS)
            .map(
                member ->
                    new HAStackStatus.Member(
                        member.getKey().toString(),
                        text(member.getValue(), "Role").orElse("Unknown"),
                        text(member.getValue(), "AvailabilityZone").orElse(null),
                        text(member.getValue(), "Status").orElse(null)))
            .toList();
    return new HAStackStatus.Database(
        text(cluster, "Status").orElse(null),
        text(cluster, "EngineVersion").orElse(null),
        text(cluster, "Capacity").orElse(null),
        text(cluster, "Endpoint").orElse(null),
        text(cluster, "ReaderEndpoint").orElse(null),
        TierVerdicts.number(cluster.live(), "Port").map(Math::toIntExact).orElse(null),
        text(cluster, "DatabaseName").orElse(null),
        text(cluster, "MasterUsername").orElse(null),
        text(cluster, "MasterUserSecretArn").orElse(null),
        members,
        texts(cluster, "PendingChanges", HAStackStatus.MAX_PENDING_CHANGES),
        texts(cluster, "PendingReboot", HAStackStatus.MAX_MEMBERS),
        text(cluster, "LastSnapshot").orElse(null));
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

  private static Optional<String> text(Present present, String name) {
    return Optional.ofNullable(present.live().get(name))
        .map(value -> Bounded.text(value.toString(), HAStackStatus.MAX_NAME_CHARACTERS));
  }

  private static @Nullable List<String> texts(Present present, String name, int most) {
    List<String> texts =
        Stream.ofNullable(present.live().get(name)).flatMap(Value::texts).limit(most).toList();
    return texts.isEmpty() ? null : texts;
  }
}
