package dev.hastack.provider.aws;

import dev.hastack.api.v1alpha1.DatabaseSpec;
import dev.hastack.core.stack.StackId;
import dev.hastack.provider.aws.inventory.DatabaseInventory;
import dev.hastack.provider.aws.resource.DbCluster;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.Tag;

/**
 * Whether a snapshot is one to restore a stack's database from.
 *
 * @param accountId whose the database is to be
 */
record SnapshotChecks(DatabaseInventory databases, String accountId) {
  /** Where an ARN has the account. */
  private static final int ACCOUNT = 4;

  /** arn:partition:rds:region:account:... (Amazon RDS user guide, ARNs). */
  private boolean isOfOtherAccount(String named) {
    String[] parts = named.split(":", -1);
    return named.startsWith("arn:") && parts.length > ACCOUNT && !parts[ACCOUNT].equals(accountId);
  }

  /** Another stack's data is not to be had by naming its snapshot. */
  void check(StackId stack, DatabaseSpec spec, String named) {
    String field = "spec.aws.database.restoreFrom.snapshot is " + named;
    if (isOfOtherAccount(named)) {
      throw SpecChecks.invalid(
          "SnapshotOfOtherAccount",
          field
              + ", a snapshot of another account than "
              + accountId
              + "; copy it into this one, and name the copy");
    }
    DBClusterSnapshot snapshot =
        databases
            .snapshot(named)
            .orElseThrow(
                () ->
                    SpecChecks.notFound(
                        "SnapshotNotFound",
                        field + ", which this account does not have in this region; correct it"));
    Map<String, String> tags = new TreeMap<>();
    snapshot.tagList().forEach((Tag tag) -> tags.put(tag.key(), tag.value()));
    if (Boolean.FALSE.equals(snapshot.storageEncrypted()) && spec.encryption() == null) {
      throw SpecChecks.invalid(
          "SnapshotNotEncrypted",
          field
              + ", which is not encrypted, as a database of this operator always is; name the key"
              + " to encrypt it with in spec.aws.database.encryption.kmsKeyId");
    }
    // Another cluster may have had the same name; only the tag says whose data it is.
    if (!AwsTags.snapshotOf(stack).equals(tags.get(AwsTags.SNAPSHOT_OF))) {
      throw SpecChecks.invalid(
          "SnapshotNotOfThisStack",
          field
              + ", a snapshot that is not marked as this stack's, and only those are restored. Tag"
              + " it "
              + AwsTags.SNAPSHOT_OF
              + "="
              + AwsTags.snapshotOf(stack)
              + " if it is meant for it");
    }
    if (!DbCluster.AVAILABLE.equals(snapshot.status())) {
      throw SpecChecks.invalid(
          "SnapshotNotAvailable",
          "%s, which is %s; wait until it is available or name another"
              .formatted(field, snapshot.status()));
    }
    if (!spec.engine().awsValue().equals(snapshot.engine())) {
      throw SpecChecks.invalid(
          "SnapshotOfOtherEngine",
          "%s, of %s, but spec.aws.database.engine is %s; change one of them"
              .formatted(field, snapshot.engine(), spec.engine().awsValue()));
    }
  }
}
