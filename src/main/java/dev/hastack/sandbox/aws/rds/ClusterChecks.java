package dev.hastack.sandbox.aws.rds;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.CurrentCall;
import dev.hastack.sandbox.aws.world.Keys;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.ServerlessV2ScalingConfiguration;
import software.amazon.awssdk.services.rds.model.ServerlessV2ScalingConfigurationInfo;
import software.amazon.awssdk.services.rds.model.VpcSecurityGroupMembership;

/** What clusters may be like: CreateDBCluster and ModifyDBCluster, RDS API reference. */
record ClusterChecks(Surroundings surroundings, CurrentCall call) {
  private static final double LEAST_MAXIMUM = 1;
  private static final int USUAL_PAUSE_SECONDS = 300;
  private static final int LONGEST_PAUSE_SECONDS = 86_400;
  private static final int MOST_RETENTION_DAYS = 35;
  private static final Pattern USER = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");
  private static final Pattern DATABASE = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");
  private static final Set<String> RESERVED_USERS =
      Set.of("admin", "rdsadmin", "postgres_admin", "root", "public", "user", "rdsrepladmin");
  private static final Set<String> RESERVED_DATABASES =
      Set.of("rdsadmin", "template0", "template1", "mysql", "sys", "user", "table", "select");

  /**
   * The range that results, and after how long it pauses: ServerlessV2ScalingConfiguration and
   * ServerlessV2ScalingConfigurationInfo, whose pause "is only shown when the minimum capacity … is
   * set to 0".
   */
  ServerlessV2ScalingConfigurationInfo scaling(
      Engine.Version version,
      ServerlessV2ScalingConfiguration asked,
      @Nullable ServerlessV2ScalingConfigurationInfo current) {
    Double least =
        asked.minCapacity() == null && current != null
            ? current.minCapacity()
            : asked.minCapacity();
    Double most =
        asked.maxCapacity() == null && current != null
            ? current.maxCapacity()
            : asked.maxCapacity();
    if (least == null || most == null) {
      throw Errors.wrongCombination("Both MinCapacity and MaxCapacity must be specified.");
    }
    boolean fits =
        isHalves(least)
            && isHalves(most)
            && least >= version.leastCapacity()
            && most >= LEAST_MAXIMUM
            && most <= version.mostCapacity()
            && least <= most;
    if (!fits) {
      throw Errors.wrongValue(
          "Serverless v2 capacity %s to %s isn't valid for %s: it must be in steps of 0.5, the minimum at least %s, the maximum from 1 to %s"
              .formatted(
                  least, most, version.name(), version.leastCapacity(), version.mostCapacity()));
    }
    return ServerlessV2ScalingConfigurationInfo.builder()
        .minCapacity(least)
        .maxCapacity(most)
        .secondsUntilAutoPause(least == 0 ? pause(asked, current) : null)
        .build();
  }

  private static boolean isHalves(double acu) {
    return acu * 2 == Math.rint(acu * 2);
  }

  private static int pause(
      ServerlessV2ScalingConfiguration asked,
      @Nullable ServerlessV2ScalingConfigurationInfo current) {
    Integer seconds = asked.secondsUntilAutoPause();
    if (seconds == null) {
      Integer before = current == null ? null : current.secondsUntilAutoPause();
      return before == null ? USUAL_PAUSE_SECONDS : before;
    }
    if (seconds < USUAL_PAUSE_SECONDS || seconds > LONGEST_PAUSE_SECONDS) {
      throw Errors.wrongValue("SecondsUntilAutoPause must be from 300 to 86400.");
    }
    return seconds;
  }

  /** Those of the request, or the default one of the VPC. */
  List<VpcSecurityGroupMembership> securityGroups(List<String> asked, String vpcId) {
    for (String id : asked) {
      boolean fits = surroundings.network().vpcOfGroup(id).filter(vpcId::equals).isPresent();
      if (!fits) {
        throw new ApiError(
            "InvalidVPCNetworkStateFault",
            "The EC2 security group %s and the DB subnet group are not in the same VPC, or it does not exist."
                .formatted(id));
      }
    }
    List<String> ids =
        asked.isEmpty() ? List.of(surroundings.network().defaultGroup(vpcId)) : asked;
    return ids.stream()
        .map(
            id ->
                VpcSecurityGroupMembership.builder()
                    .vpcSecurityGroupId(id)
                    .status("active")
                    .build())
        .toList();
  }

  /**
   * The ARN of the key of a cluster: "a key given by alias reads back as ARN". Needs
   * kms:CreateGrant and kms:DescribeKey for a key of one's own ("Encrypting Amazon Aurora
   * resources", Aurora user guide).
   */
  String key(@Nullable String named) {
    if (named == null) {
      return surroundings.keys().managedFor("rds").arn();
    }
    Keys.Key key =
        surroundings
            .keys()
            .find(named)
            .filter(Keys.Key::usable)
            .orElseThrow(() -> Errors.key(named));
    call.require("kms:DescribeKey", key.arn());
    call.require("kms:CreateGrant", key.arn());
    return key.arn();
  }

  /**
   * @throws ApiError if the key with which something is encrypted cannot be used now
   */
  void keyMustBeUsable(@Nullable String arn) {
    if (arn != null && surroundings.keys().find(arn).filter(Keys.Key::usable).isEmpty()) {
      throw Errors.key(arn);
    }
  }

  static int retention(@Nullable Integer asked, int otherwise) {
    int days = asked == null ? otherwise : asked;
    if (days < 1 || days > MOST_RETENTION_DAYS) {
      throw Errors.wrongValue(
          "Invalid backup retention period: %d. Must be from 1 to 35.".formatted(days));
    }
    return days;
  }

  /** Sets both windows; those that nobody has said are random. */
  static void windows(
      DBCluster.Builder cluster,
      @Nullable String backup,
      @Nullable String maintenance,
      SplittableRandom random) {
    Window backups = backup == null ? Window.anyBackup(random) : Window.backup(backup);
    Window works =
        maintenance == null
            ? Window.anyMaintenance(random, backups)
            : Window.maintenance(maintenance);
    windows(cluster, backups.text(), works.text());
  }

  /**
   * @throws ApiError if one is wrong or they overlap
   */
  static void windows(DBCluster.Builder cluster, String backup, String maintenance) {
    Window backups = Window.backup(backup);
    Window works = Window.maintenance(maintenance);
    if (works.overlaps(backups)) {
      throw Errors.wrongCombination("The backup window and maintenance window must not overlap.");
    }
    cluster.preferredBackupWindow(backups.text()).preferredMaintenanceWindow(works.text());
  }

  static String user(Engine engine, @Nullable String name) {
    if (name == null) {
      throw Errors.wrongCombination("The parameter MasterUsername must be provided.");
    }
    boolean isReserved = RESERVED_USERS.contains(name) && engine == Engine.AURORA_POSTGRESQL;
    if (!USER.matcher(name).matches() || name.equals("rdsadmin") || isReserved) {
      throw Errors.wrongValue(
          "MasterUsername %s cannot be used as it is a reserved word used by the engine, or is not valid"
              .formatted(name));
    }
    return name;
  }

  static @Nullable String database(@Nullable String name) {
    if (name != null && (!DATABASE.matcher(name).matches() || RESERVED_DATABASES.contains(name))) {
      throw Errors.wrongValue(
          "DatabaseName %s cannot be used. It is a reserved word for this engine, or is not valid"
              .formatted(name));
    }
    return name;
  }
}
