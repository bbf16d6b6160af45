package dev.hastack.provider.aws.resource;

import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Schema;
import dev.hastack.core.stack.Value;
import java.util.List;
import java.util.Set;

/**
 * A member of a database cluster. Which one is the writer AWS decides, and its id does not say.
 * Attributes are those of the Amazon RDS API reference, CreateDBInstance.
 */
public record DbInstance(AttributeValues attributes) implements AwsResource {
  public static final String KIND = "DbInstance";

  public static final String DB_CLUSTER_IDENTIFIER = "DBClusterIdentifier";
  public static final String ENGINE = "Engine";
  public static final String DB_INSTANCE_CLASS = "DBInstanceClass";

  /** Where a member is made; a zone is not moved to afterwards. */
  public static final String AVAILABILITY_ZONE = "AvailabilityZone";

  /** In which order members take over; 0 and 1 scale with the writer. */
  public static final String PROMOTION_TIER = "PromotionTier";

  public static final String AUTO_MINOR_VERSION_UPGRADE = "AutoMinorVersionUpgrade";
  public static final String PUBLICLY_ACCESSIBLE = "PubliclyAccessible";

  /**
   * {@code pending-reboot} while a static parameter, such as max_connections after a change of
   * capacity, waits for a restart (Amazon RDS API reference, DBClusterMember).
   */
  public static final String PARAMETER_GROUP_STATUS = "DBClusterParameterGroupStatus";

  public static final String TAGS = "Tags";

  /** As for the cluster. */
  public static final String APPLY_IMMEDIATELY = DbCluster.APPLY_IMMEDIATELY;

  public static final String SERVERLESS = "db.serverless";
  public static final String IN_SYNC = "in-sync";
  public static final String PENDING_REBOOT = "pending-reboot";

  /** In {@code live}: AWS's word for how it is. */
  public static final String LIVE_STATUS = "Status";

  /** In {@code live}: {@link #WRITER} or {@link #READER}. */
  public static final String LIVE_ROLE = "Role";

  /** In {@code live}: whether it answers queries. */
  public static final String LIVE_SERVES = "Serves";

  public static final String LIVE_ZONE = "AvailabilityZone";

  public static final String WRITER = "Writer";
  public static final String READER = "Reader";

  public static final Schema<DbInstance> SCHEMA =
      new Schema<>(
          KIND,
          DbInstance.class,
          List.of(
              AwsResource.<DbInstance>declare(DB_CLUSTER_IDENTIFIER).onlyAtCreation(),
              AwsResource.<DbInstance>declare(ENGINE).onlyAtCreation(),
              AwsResource.<DbInstance>declare(DB_INSTANCE_CLASS).impact(Impact.RESTART),
              AwsResource.<DbInstance>declare(AVAILABILITY_ZONE).onlyAtCreation(),
              AwsResource.declare(PROMOTION_TIER),
              AwsResource.declare(AUTO_MINOR_VERSION_UPGRADE),
              AwsResource.declare(PUBLICLY_ACCESSIBLE),
              AwsResource.<DbInstance>declare(PARAMETER_GROUP_STATUS)
                  .impact(Impact.RESTART)
                  .equivalentWhen((wanted, found) -> !isPendingReboot(found))
                  .showingWhatIsUnfinished(),
              AwsResource.<DbInstance>declare(TAGS).impact(Impact.IGNORED).byKey(),
              AwsResource.<DbInstance>declare(APPLY_IMMEDIATELY).onlyAtCreation()),
          Schema.ReplaceOrder.CREATE_FIRST,
          false,
          Set.of(DbCluster.KIND),
          Schema.Pace.MINUTES);

  @Override
  public Schema<DbInstance> schema() {
    return SCHEMA;
  }

  /** The member of that number. */
  public static ResourceId id(int slot) {
    return new ResourceId(KIND, Integer.toString(slot));
  }

  private static boolean isPendingReboot(Value status) {
    return status.toString().equals(PENDING_REBOOT);
  }
}
