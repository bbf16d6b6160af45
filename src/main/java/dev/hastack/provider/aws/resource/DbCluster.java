package dev.hastack.provider.aws.resource;

import dev.hastack.core.stack.Attribute;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Schema;
import dev.hastack.core.stack.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An Aurora Serverless v2 cluster, its data included. Attributes are those of the Amazon RDS API
 * reference, CreateDBCluster; those of ServerlessV2ScalingConfiguration stand beside them.
 */
public record DbCluster(AttributeValues attributes) implements AwsResource {
  public static final String KIND = "DbCluster";

  /** The one that a stack has. */
  public static final ResourceId DB = new ResourceId(KIND, "db");

  public static final String ENGINE = "Engine";

  /** The lowest that is wanted within its major version. */
  public static final String ENGINE_VERSION = "EngineVersion";

  public static final String DATABASE_NAME = "DatabaseName";
  public static final String MASTER_USERNAME = "MasterUsername";
  public static final String MANAGE_MASTER_USER_PASSWORD = "ManageMasterUserPassword";

  /** ACU as a decimal without needless zeros. */
  public static final String MIN_CAPACITY = "MinCapacity";

  /** ACU as a decimal without needless zeros. */
  public static final String MAX_CAPACITY = "MaxCapacity";

  /** AWS drops it while {@link #MIN_CAPACITY} is above 0. */
  public static final String SECONDS_UNTIL_AUTO_PAUSE = "SecondsUntilAutoPause";

  public static final String DB_SUBNET_GROUP_NAME = "DBSubnetGroupName";

  /** A set of group ids. */
  public static final String VPC_SECURITY_GROUP_IDS = "VpcSecurityGroupIds";

  public static final String STORAGE_ENCRYPTED = "StorageEncrypted";

  /** An ARN. */
  public static final String KMS_KEY_ID = "KmsKeyId";

  /** Days. */
  public static final String BACKUP_RETENTION_PERIOD = "BackupRetentionPeriod";

  public static final String PREFERRED_BACKUP_WINDOW = "PreferredBackupWindow";
  public static final String PREFERRED_MAINTENANCE_WINDOW = "PreferredMaintenanceWindow";
  public static final String DELETION_PROTECTION = "DeletionProtection";
  public static final String COPY_TAGS_TO_SNAPSHOT = "CopyTagsToSnapshot";
  public static final String DATABASE_INSIGHTS_MODE = "DatabaseInsightsMode";

  /**
   * The changes that AWS put off, each as {@link #pending}. Only wanted to be none where changes
   * are not to wait.
   */
  public static final String PENDING_MODIFIED_VALUES = "PendingModifiedValues";

  public static final String TAGS = "Tags";

  /** What a new cluster is restored from. */
  public static final String SNAPSHOT_IDENTIFIER = "SnapshotIdentifier";

  /** Whether changes that AWS can put off are not to wait for the maintenance window. */
  public static final String APPLY_IMMEDIATELY = "ApplyImmediately";

  public static final String ALLOW_MAJOR_VERSION_UPGRADE = "AllowMajorVersionUpgrade";

  public static final String OUTPUT_ID = "DBClusterIdentifier";
  public static final String OUTPUT_ENGINE = "Engine";

  /** In {@code live}: AWS's word for how it is. */
  public static final String LIVE_STATUS = "Status";

  /** In {@code live}: the changes that AWS put off. */
  public static final String LIVE_PENDING = "PendingChanges";

  public static final Set<String> CAPACITY =
      Set.of(MIN_CAPACITY, MAX_CAPACITY, SECONDS_UNTIL_AUTO_PAUSE);

  public static final String AVAILABLE = "available";

  /** Aurora user guide, Scaling to zero ACUs with automatic pause and resume. */
  private static final int DEFAULT_SECONDS_UNTIL_AUTO_PAUSE = 300;

  private static final int DEFAULT_BACKUP_RETENTION_DAYS = 1;

  private static final String PENDING_TO = " to ";

  public static final Schema<DbCluster> SCHEMA =
      new Schema<>(
          KIND,
          DbCluster.class,
          List.of(
              immutable(ENGINE),
              AwsResource.<DbCluster>declare(ENGINE_VERSION)
                  .impact(Impact.RESTART)
                  .equivalentWhen(DbCluster::isAtLeast),
              immutable(DATABASE_NAME),
              immutable(MASTER_USERNAME),
              AwsResource.declare(MANAGE_MASTER_USER_PASSWORD),
              AwsResource.declare(MIN_CAPACITY),
              AwsResource.declare(MAX_CAPACITY),
              AwsResource.<DbCluster>declare(SECONDS_UNTIL_AUTO_PAUSE)
                  .unsetTo(DbCluster::defaultPause),
              immutable(DB_SUBNET_GROUP_NAME),
              AwsResource.declare(VPC_SECURITY_GROUP_IDS),
              immutable(STORAGE_ENCRYPTED),
              immutable(KMS_KEY_ID),
              AwsResource.<DbCluster>declare(BACKUP_RETENTION_PERIOD)
                  .unsetTo(Value.whole(DEFAULT_BACKUP_RETENTION_DAYS)),
              AwsResource.declare(PREFERRED_BACKUP_WINDOW),
              AwsResource.declare(PREFERRED_MAINTENANCE_WINDOW),
              AwsResource.declare(DELETION_PROTECTION),
              AwsResource.declare(COPY_TAGS_TO_SNAPSHOT),
              AwsResource.<DbCluster>declare(DATABASE_INSIGHTS_MODE)
                  .unsetTo(Value.text("standard")),
              AwsResource.<DbCluster>declare(PENDING_MODIFIED_VALUES)
                  .impact((from, to) -> restarts(from) ? Impact.RESTART : Impact.IN_PLACE)
                  .showingWhatIsUnfinished(),
              AwsResource.<DbCluster>declare(TAGS).impact(Impact.IGNORED).byKey(),
              AwsResource.<DbCluster>declare(SNAPSHOT_IDENTIFIER).onlyAtCreation(),
              AwsResource.<DbCluster>declare(APPLY_IMMEDIATELY).onlyAtCreation(),
              AwsResource.<DbCluster>declare(ALLOW_MAJOR_VERSION_UPGRADE).onlyAtCreation()),
          Schema.ReplaceOrder.CREATE_FIRST,
          true,
          Set.of(DbSubnetGroup.KIND),
          Schema.Pace.MINUTES);

  @Override
  public Schema<DbCluster> schema() {
    return SCHEMA;
  }

  /** ACU as AWS's number becomes text: 0.5, 16. */
  public static String acu(double number) {
    return acu(BigDecimal.valueOf(number));
  }

  /** ACU as text without needless zeros. */
  public static String acu(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  /** A change that was put off, in words. */
  public static String pending(String attribute, String wanted) {
    return attribute + PENDING_TO + wanted;
  }

  /** Whether a change that was put off is one of that attribute. */
  public static boolean isPendingOf(String attribute, String pending) {
    return pending.startsWith(attribute + PENDING_TO);
  }

  private static boolean restarts(Optional<Value> pending) {
    return pending.stream()
        .flatMap(Value::texts)
        .anyMatch(each -> isPendingOf(ENGINE_VERSION, each));
  }

  private static boolean isAtLeast(Value floor, Value running) {
    return EngineVersion.parse(running.toString()).isAtLeast(EngineVersion.parse(floor.toString()));
  }

  private static Optional<Value> defaultPause(DbCluster desired) {
    return desired.attributes.text(MIN_CAPACITY).filter("0"::equals).isPresent()
        ? Optional.of(Value.whole(DEFAULT_SECONDS_UNTIL_AUTO_PAUSE))
        : Optional.empty();
  }

  private static Attribute<DbCluster> immutable(String name) {
    return AwsResource.<DbCluster>declare(name).impact(Impact.REPLACE);
  }
}
