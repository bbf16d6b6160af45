package dev.hastack.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The database: an Aurora Serverless v2 cluster of one writer and any number of readers.
 *
 * <p>Limits are those of the Amazon RDS API reference, CreateDBCluster, CreateDBInstance and
 * ServerlessV2ScalingConfiguration, and of the Aurora user guide, Quotas and naming constraints.
 *
 * @param masterUsername only used when the cluster is made; AWS cannot change it afterwards
 */
@ContractType
@ValidationRule(
    value =
        "!has(self.masterUsername) || !(self.masterUsername in ['rdsadmin', 'rdstopmgr',"
            + " 'rdsrepladmin', 'rds_superuser']) && (self.engine != 'aurora-postgresql' ||"
            + " self.masterUsername != 'admin')",
    message =
        "database.masterUsername is a name that RDS or the engine keeps for itself; choose another")
@ValidationRule(
    value =
        "!has(self.databaseName) || !(self.databaseName in ['rdsadmin', 'template0', 'template1',"
            + " 'mysql', 'sys', 'information_schema', 'performance_schema'])",
    message =
        "database.databaseName is a name that RDS or the engine keeps for itself; choose another")
@ValidationRule(
    value =
        "!has(self.engineVersion) || self.engine != 'aurora-mysql' ||"
            + " self.engineVersion.matches('^[0-9]+[.][0-9]+[.]mysql_aurora[.][0-9]+')",
    message =
        "database.engineVersion of aurora-mysql is written as AWS does, for example"
            + " 8.0.mysql_aurora.3.08.0; correct it")
@ValidationRule(
    value =
        "!has(self.engineVersion) || self.engine != 'aurora-postgresql' ||"
            + " self.engineVersion.matches('^[0-9]+([.][0-9]+)?$')",
    message =
        "database.engineVersion of aurora-postgresql is a major version or a major and a minor one,"
            + " for example 16.6; correct it")
public record DatabaseSpec(
    @Required
        @JsonPropertyDescription(
            "aurora-postgresql or aurora-mysql. Required. A change is held: it would be another"
                + " cluster, and the data of this one would be lost.")
        Engine engine,
    @Size(max = 40)
        @Pattern("^[0-9][0-9A-Za-z._]*$")
        @JsonPropertyDescription(
            "Lowest version within its major version, for example 16.6 or 8.0.mysql_aurora.3.08.0:"
                + " a newer minor version is as wanted, and an older one is never gone back to."
                + " Left out: AWS's default when the cluster is made, not managed afterwards.")
        @Nullable String engineVersion,
    @JsonPropertyDescription(
            "Whether a higher major version in engineVersion may be upgraded to, which stops the"
                + " database for minutes and cannot be undone. Left out: false.")
        @Nullable Boolean allowMajorVersionUpgrade,
    @Default("true")
        @JsonPropertyDescription(
            "Whether AWS installs minor versions in the maintenance window. Default true.")
        Boolean autoMinorVersionUpgrade,
    @Size(min = 1, max = 63)
        @Pattern("^[A-Za-z][A-Za-z0-9_]*$")
        @JsonPropertyDescription(
            "Name of the database that AWS makes in a new cluster: a letter, then letters, digits"
                + " and underscores, at most 63 characters. Left out: none is made beyond the"
                + " engine's own. A change is held.")
        @Nullable String databaseName,
    @Size(min = 1, max = 16)
        @Pattern("^[A-Za-z][A-Za-z0-9_]*$")
        @JsonPropertyDescription(
            "Name of the master user of a new cluster: a letter, then letters, digits and"
                + " underscores, at most 16 characters. Left out: dbadmin, or what a restored"
                + " snapshot has. A change is held.")
        @Nullable String masterUsername,
    @Default("{}")
        @JsonPropertyDescription(
            "Whose the master user's password is. Left out: AWS makes it, keeps it in Secrets"
                + " Manager and rotates it.")
        MasterPassword masterPassword,
    @Required
        @JsonPropertyDescription(
            "Between how many Aurora capacity units (ACU, about 2 GiB of memory each) every member"
                + " scales. Required.")
        Capacity capacity,
    @Default("1")
        @Min(0)
        @Max(15)
        @JsonPropertyDescription(
            "Members besides the writer, 0 to 15, spread over the zones. The first one is the"
                + " failover target and scales with the writer; with 0, a failure of the writer"
                + " stops the database for about ten minutes. Default 1.")
        Integer readers,
    @Size(min = 2, max = 16)
        @JsonPropertyDescription(
            "Ids of the subnets of the members, of two availability zones at least. Left out:"
                + " network.subnetIds.")
        @Nullable List<@Pattern("^subnet-[0-9a-z]+$") @Size(max = 64) String> subnetIds,
    @Size(min = 1, max = 16)
        @JsonPropertyDescription(
            "Ids of the security groups of the members, of the subnets' VPC. Left out: not managed;"
                + " AWS gives a new cluster the VPC's default group.")
        @Nullable List<@Pattern("^sg-[0-9a-z]+$") @Size(max = 64) String> securityGroupIds,
    @JsonPropertyDescription("AWS's daily backups. Left out: not managed; AWS keeps them a day.")
        @Nullable Backup backup,
    @Size(max = 24)
        @Pattern(
            "^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]-(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]$")
        @JsonPropertyDescription(
            "When AWS may do what stops the database, weekly, in UTC, at least 30 minutes, for"
                + " example sun:04:30-sun:05:30. It must not overlap backup.window. Left out: not"
                + " managed; AWS chooses one.")
        @Nullable String maintenanceWindow,
    @Default("InMaintenanceWindow")
        @JsonPropertyDescription(
            "When changes that AWS can put off are made, and members restarted that must be:"
                + " InMaintenanceWindow or Immediately. Changes of capacity are always made at once"
                + " and restart nothing. Default InMaintenanceWindow.")
        ApplyChanges applyChanges,
    @Default("true")
        @JsonPropertyDescription(
            "Whether the database is kept from being deleted. While it is on, here or on AWS,"
                + " deleting this HAStack deletes nothing at all. It is only ever switched off by"
                + " writing false here. Default true.")
        Boolean deletionProtection,
    @Default("Take")
        @JsonPropertyDescription(
            "Whether a database that is deleted leaves a snapshot: Take or Skip. Default Take.")
        FinalSnapshot finalSnapshot,
    @Default("Stall")
        @JsonPropertyDescription(
            "What is done when the cluster is gone though nobody told the operator to delete it:"
                + " Stall waits for a person, CreateNew makes a new one, empty or from restoreFrom."
                + " Default Stall.")
        WhenLost whenLost,
    @JsonPropertyDescription(
            "What a new cluster is made from. Only looked at while there is no cluster. Left out:"
                + " it begins empty.")
        @Nullable RestoreFrom restoreFrom,
    @JsonPropertyDescription(
            "With which key the storage is encrypted, which it always is. Left out: AWS's own key"
                + " for RDS.")
        @Nullable Encryption encryption,
    @JsonPropertyDescription(
            "CloudWatch Database Insights. Left out: not managed; AWS's default is standard.")
        @Nullable DatabaseInsights databaseInsights) {

  /** Aurora's engines, as AWS spells them. */
  public enum Engine {
    @JsonProperty("aurora-postgresql")
    AURORA_POSTGRESQL("aurora-postgresql"),
    @JsonProperty("aurora-mysql")
    AURORA_MYSQL("aurora-mysql");

    private final String awsValue;

    Engine(String awsValue) {
      this.awsValue = awsValue;
    }

    /** As AWS spells it. */
    public String awsValue() {
      return awsValue;
    }
  }

  /** Whose the master user's password is. */
  @ContractType
  public record MasterPassword(
      @Default("ManagedByAWS")
          @JsonPropertyDescription(
              "ManagedByAWS: AWS makes it, keeps it in Secrets Manager and rotates it; it never"
                  + " passes through the operator. Default ManagedByAWS.")
          Policy policy) {

    /** Who makes the password. */
    public enum Policy {
      ManagedByAWS
    }
  }

  /**
   * Between how many ACU every member scales, as text so that halves are exact.
   *
   * @param autoPauseSeconds Aurora user guide, Scaling to zero ACUs with automatic pause and resume
   */
  @ContractType
  @ValidationRule(
      value = "double(self.minACU) <= double(self.maxACU)",
      message = "database.capacity.minACU must not be above maxACU; lower it or raise maxACU")
  @ValidationRule(
      value = "double(self.maxACU) >= 1.0 && double(self.maxACU) <= 256.0",
      message = "database.capacity.maxACU must be 1 to 256; change it")
  @ValidationRule(
      value = "!has(self.autoPauseSeconds) || double(self.minACU) == 0.0",
      message =
          "database.capacity.autoPauseSeconds is only possible with minACU: \"0\"; remove it or"
              + " change minACU")
  public record Capacity(
      @Required
          @Size(max = 5)
          @Pattern("^(0|[1-9][0-9]{0,2})([.][05])?$")
          @JsonPropertyDescription(
              "Fewest ACU, in steps of 0.5, as text, for example \"0.5\"; \"0\" lets members pause"
                  + " where the engine version can. Required.")
          String minACU,
      @Required
          @Size(max = 5)
          @Pattern("^(0|[1-9][0-9]{0,2})([.][05])?$")
          @JsonPropertyDescription(
              "Most ACU, 1 to 256 in steps of 0.5, as text, for example \"16\"; older engine"
                  + " versions go to 128. Required.")
          String maxACU,
      @Min(300)
          @Max(86400)
          @JsonPropertyDescription(
              "Seconds without a connection after which members pause, 300 to 86,400, only with"
                  + " minACU \"0\". Left out: not managed; AWS's default is 300.")
          @Nullable Integer autoPauseSeconds) {

    /** {@link #minACU} as a number. */
    public BigDecimal min() {
      return new BigDecimal(minACU);
    }

    /** {@link #maxACU} as a number. */
    public BigDecimal max() {
      return new BigDecimal(maxACU);
    }
  }

  /** AWS's daily backups. */
  @ContractType
  public record Backup(
      @Min(1)
          @Max(35)
          @JsonPropertyDescription(
              "Days for which they are kept, 1 to 35. Left out: not managed; AWS's default is 1.")
          @Nullable Integer retentionDays,
      @Size(max = 11)
          @Pattern("^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$")
          @JsonPropertyDescription(
              "When they are taken, daily, in UTC, at least 30 minutes, for example 03:00-04:00."
                  + " Left out: not managed; AWS chooses one.")
          @Nullable String window) {}

  /** When changes that AWS can put off are made. */
  public enum ApplyChanges {
    InMaintenanceWindow,
    Immediately
  }

  /** Whether a deleted database leaves a snapshot. */
  public enum FinalSnapshot {
    Take,
    Skip
  }

  /** What is done about a cluster that nobody was told to delete and that is gone. */
  public enum WhenLost {
    Stall,
    CreateNew
  }

  /** What a new cluster is made from. */
  @ContractType
  public record RestoreFrom(
      @Required
          @Size(min = 1, max = 255)
          @Pattern(
              "^(arn:aws[a-z-]*:rds:[a-z0-9-]+:[0-9]{12}:cluster-snapshot:)?[A-Za-z][A-Za-z0-9:-]*$")
          @JsonPropertyDescription(
              "Name or ARN of a cluster snapshot, one of this stack's own. Required.")
          String snapshot) {}

  /** With which key the storage is encrypted. */
  @ContractType
  public record Encryption(
      @Required
          @Size(min = 1, max = 2048)
          @Pattern("^[A-Za-z0-9:/_-]+$")
          @JsonPropertyDescription(
              "Id, ARN or alias of a symmetric KMS key of this region. Required. A change is held:"
                  + " AWS cannot encrypt a cluster anew.")
          String kmsKeyId) {}

  /** CloudWatch Database Insights. */
  @ContractType
  public record DatabaseInsights(
      @Required
          @JsonPropertyDescription(
              "standard, or advanced, which keeps performance data for 15 months, for money."
                  + " Required.")
          Mode mode) {

    /** How much of it, as AWS spells it. */
    public enum Mode {
      standard,
      advanced
    }
  }
}
