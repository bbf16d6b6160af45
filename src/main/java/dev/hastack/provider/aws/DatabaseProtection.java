package dev.hastack.provider.aws;

import dev.hastack.api.v1alpha1.DatabaseSpec;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.provider.aws.gateway.Removal.DatabaseWord;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.DbCluster;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a database may go. It may not while either side says so: its protection on AWS, or the
 * spec, whatever somebody did on AWS. Protection is lifted on a change of the owner's mind only:
 * where this stack last wanted it on, which the cluster's tag remembers, and now says off.
 */
public final class DatabaseProtection {
  private static final String FIELD = "spec.aws.database.deletionProtection";

  private DatabaseProtection() {}

  /** What was read, a database with what keeps it from going; anything else as it is. */
  static Present judged(Present present, HAStack stack) {
    return present.spec() instanceof DbCluster cluster
        ? new Present(
            present.physicalName(),
            present.physicalId(),
            cluster,
            present.outputs(),
            present.ownership(),
            present.health(),
            protection(cluster.attributes(), AwsProvider.spec(stack).database()),
            present.live())
        : present;
  }

  private static Optional<String> protection(AttributeValues cluster, @Nullable DatabaseSpec spec) {
    boolean live = cluster.flag(DbCluster.DELETION_PROTECTION).orElse(false);
    boolean wanted =
        "true".equals(cluster.keyedTexts(DbCluster.TAGS).get(AwsTags.WANTED_PROTECTION));
    if (spec == null && live && !wanted) {
      return Optional.of(
          "somebody switched the database's deletion protection on, on AWS; switch it off there to"
              + " let the database go");
    }
    if (spec == null) {
      return wanted
          ? Optional.of(
              "the database is protected; put spec.aws.database back with deletionProtection:"
                  + " false, and take it out again once that is applied")
          : Optional.empty();
    }
    if (spec.deletionProtection()) {
      return Optional.of("the database is protected; set " + FIELD + ": false first to let it go");
    }
    return live && !wanted
        ? Optional.of(
            "somebody switched the database's deletion protection on, on AWS; "
                + FIELD
                + " is false already: switch it off there to let it go")
        : Optional.empty();
  }

  /** What its owner can do when it vanished; empty where it may be made anew, or is not wanted. */
  public static Optional<String> remedyForLoss(HAStack stack) {
    return Optional.ofNullable(AwsProvider.spec(stack).database())
        .filter(database -> database.whenLost() != DatabaseSpec.WhenLost.CreateNew)
        .map(
            database ->
                "put it back under its name, or set spec.aws.database.whenLost: CreateNew, with"
                    + " restoreFrom unless it may begin empty");
  }

  /** What the owner says of a database that goes. */
  static DatabaseWord word(HAStack stack) {
    DatabaseSpec spec = AwsProvider.spec(stack).database();
    boolean deleting = stack.getMetadata().getDeletionTimestamp() != null;
    return new DatabaseWord(
        deleting || spec == null,
        spec == null || spec.finalSnapshot() == DatabaseSpec.FinalSnapshot.Take,
        spec != null && !spec.deletionProtection());
  }
}
