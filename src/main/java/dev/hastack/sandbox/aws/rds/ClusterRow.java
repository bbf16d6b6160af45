package dev.hastack.sandbox.aws.rds;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.Tag;

/**
 * A cluster.
 *
 * @param settings as a describe shows it, but for its members and what follows from them
 * @param writerId the member that writes; null without members
 */
record ClusterRow(DBCluster settings, @Nullable String writerId) {

  String id() {
    return settings.dbClusterIdentifier();
  }

  /** Another one for each life of a name. */
  String resourceId() {
    return settings.dbClusterResourceId();
  }

  Optional<String> writer() {
    return Optional.ofNullable(writerId);
  }

  boolean is(String status) {
    return settings.status().equals(status);
  }

  boolean isUnusable() {
    return Status.UNUSABLE.contains(settings.status());
  }

  ClusterRow with(UnaryOperator<DBCluster.Builder> change) {
    return new ClusterRow(change.apply(settings.toBuilder()).build(), writerId);
  }

  ClusterRow becoming(String status) {
    return with(cluster -> cluster.status(status));
  }

  ClusterRow writtenBy(@Nullable String instanceId) {
    return new ClusterRow(settings, instanceId);
  }

  ClusterRow tagged(List<Tag> tags) {
    return with(cluster -> cluster.tagList(tags));
  }
}
