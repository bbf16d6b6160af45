package dev.hastack.reliability;

import static java.util.stream.Collectors.toMap;

import dev.hastack.api.v1alpha1.DatabaseSpec;
import dev.hastack.api.v1alpha1.DeletionSpec;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.sandbox.aws.wire.Backend;
import dev.hastack.sandbox.aws.wire.WireCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.DeleteDbClusterRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.Tag;

/**
 * Stands before AWS and looks at every deletion that the operator asks for: by the spec that is in
 * force and by what AWS has at that moment, without any code of the operator's.
 */
final class DatabaseGuard {
  private final List<String> violations = new ArrayList<>();
  private @Nullable VirtualCluster cluster;
  private @Nullable KeptStack stack;

  /** For {@link VirtualCluster}, before it is there. */
  Backend before(Backend backend) {
    return call -> {
      look(call);
      return backend.answer(call);
    };
  }

  void watch(VirtualCluster watched, KeptStack ofIt) {
    cluster = watched;
    stack = ofIt;
  }

  List<String> violations() {
    return violations;
  }

  private void look(WireCall call) {
    switch (call.request()) {
      case DeleteDbClusterRequest request ->
          find(request.dbClusterIdentifier())
              .ifPresent(found -> judge(call.operation(), found, request.skipFinalSnapshot()));
      case DeleteDbInstanceRequest request -> {
        String member = request.dbInstanceIdentifier();
        databases().clusters().stream()
            .filter(each -> isLast(each, member))
            .forEach(each -> judge(call.operation() + " of the last", each, false));
        complainIf(
            wantsDatabase()
                && databases().clusters().stream().anyMatch(each -> writes(each, member)),
            "a writer deleted while the stack wants its database");
      }
      default -> {}
    }
  }

  private static boolean isLast(DBCluster cluster, String instance) {
    return cluster.dbClusterMembers().size() == 1
        && cluster.dbClusterMembers().getFirst().dbInstanceIdentifier().equals(instance);
  }

  private static boolean writes(DBCluster cluster, String instance) {
    return cluster.dbClusterMembers().stream()
        .anyMatch(each -> each.isClusterWriter() && each.dbInstanceIdentifier().equals(instance));
  }

  private static boolean isRetained(HAStack object) {
    return object.getMetadata().getDeletionTimestamp() != null
        && Objects.requireNonNull(object.getSpec().deletion()).policy()
            == DeletionSpec.Policy.Retain;
  }

  private boolean wantsDatabase() {
    var object = Objects.requireNonNull(stack).object();
    return Objects.requireNonNull(object.getSpec().aws()).database() != null
        && object.getMetadata().getDeletionTimestamp() == null;
  }

  private Optional<DBCluster> find(String name) {
    return databases().clusters().stream()
        .filter(each -> each.dbClusterIdentifier().equals(name))
        .findFirst();
  }

  private DatabasesView databases() {
    return new DatabasesView(Objects.requireNonNull(cluster).outsider().rds());
  }

  private void judge(String what, DBCluster target, @Nullable Boolean skipsSnapshot) {
    var object = Objects.requireNonNull(stack).object();
    DatabaseSpec spec = Objects.requireNonNull(object.getSpec().aws()).database();
    Map<String, String> tags = target.tagList().stream().collect(toMap(Tag::key, Tag::value));
    boolean declared =
        spec == null
            ? "true".equals(tags.get("hastack.dev/deletion-protection"))
            : spec.deletionProtection();
    boolean skips = spec != null && spec.finalSnapshot() == DatabaseSpec.FinalSnapshot.Skip;
    complainIf(isRetained(object), what + " though its stack retains it");
    complainIf(wantsDatabase(), what + " though the stack wants its database");
    complainIf(declared, what + " though the spec protects it");
    complainIf(Boolean.TRUE.equals(target.deletionProtection()), what + " though AWS protects it");
    complainIf(
        !skips && Boolean.TRUE.equals(skipsSnapshot), what + " without AWS's own final snapshot");
    complainIf(!skips && !hasSnapshot(target), what + " without a snapshot of this cluster");
  }

  private boolean hasSnapshot(DBCluster target) {
    return databases().snapshots().stream()
        .filter(each -> "available".equals(each.status()))
        .map(DBClusterSnapshot::dbClusterResourceId)
        .anyMatch(target.dbClusterResourceId()::equals);
  }

  private void complainIf(boolean wrong, String what) {
    if (wrong) {
      violations.add(what);
    }
  }
}
