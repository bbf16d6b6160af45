package dev.hastack.provider.aws;

import static dev.hastack.provider.aws.rights.Grant.DATABASE_KEYS_SEEN;
import static java.util.stream.Collectors.toCollection;

import dev.hastack.api.v1alpha1.DatabaseSpec;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.plan.MissingPrerequisite;
import dev.hastack.core.stack.StackId;
import dev.hastack.provider.aws.blueprint.WeeklyWindow;
import dev.hastack.provider.aws.inventory.DatabaseInventory;
import dev.hastack.provider.aws.resource.DbCluster;
import dev.hastack.provider.aws.resource.DbInstance;
import dev.hastack.provider.aws.resource.DbSubnetGroup;
import dev.hastack.provider.aws.rights.AwsRight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.rds.model.AvailabilityZone;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBEngineVersion;

/** Holds what a spec says of its database against what AWS offers, before anything is made. */
final class DatabaseChecks {
  static final List<AwsRight> RIGHTS =
      List.of(
          DATABASE_KEYS_SEEN.toCall(
              "kms:DescribeKey",
              "A key that is disabled or named by alias is looked up before a database is made with"
                  + " it."));

  /** Amazon RDS API reference, CreateDBCluster: the shortest window. */
  private static final Duration SHORTEST_WINDOW = Duration.ofMinutes(30);

  private final AwsRegions.AwsRegion region;
  private final DatabaseInventory databases;
  private final SnapshotChecks snapshots;
  private final VersionChecks versions;
  private final SpecChecks checks;
  private final Prerequisites prerequisites = new Prerequisites();

  DatabaseChecks(AwsRegions.AwsRegion region, String accountId, SpecChecks checks) {
    this.region = region;
    this.databases = region.databases();
    this.snapshots = new SnapshotChecks(databases, accountId);
    this.versions = new VersionChecks(databases);
    this.checks = checks;
  }

  /**
   * What was learnt.
   *
   * @param facts what the design must know; the members are none yet
   * @param missing what the database needs and cannot have
   */
  record Learnt(AwsFacts.Database facts, List<MissingPrerequisite> missing) {}

  /**
   * Learns it.
   *
   * @param servers the servers' subnets
   */
  Learnt of(StackId stack, DatabaseSpec spec, List<Subnet> servers) {
    String vpcId = servers.getFirst().vpcId();
    SortedSet<String> zones = zones(servers);
    var keys = new ArrayList<String>();
    prerequisites.check(DbCluster.DB, DbCluster.PREFERRED_BACKUP_WINDOW, () -> windows(spec));
    prerequisites.check(
        DbSubnetGroup.DB,
        DbSubnetGroup.SUBNET_IDS,
        () -> {
          SortedSet<String> found = zones(subnets(spec, servers, vpcId));
          zones.clear();
          zones.addAll(found);
        });
    prerequisites.check(
        DbCluster.DB,
        DbCluster.VPC_SECURITY_GROUP_IDS,
        () ->
            checks.securityGroups(
                "spec.aws.database.securityGroupIds", spec.securityGroupIds(), vpcId));
    DatabaseSpec.Encryption encryption = spec.encryption();
    if (encryption != null) {
      prerequisites.check(
          DbCluster.DB, DbCluster.KMS_KEY_ID, () -> keys.add(keyArn(encryption.kmsKeyId())));
    }
    prerequisites.check(
        DbCluster.DB, DbCluster.ENGINE_VERSION, () -> beforeItIsMade(stack, spec, zones));
    return new Learnt(
        new AwsFacts.Database(new ArrayList<>(zones), keys.stream().findFirst(), new TreeSet<>()),
        prerequisites.missing());
  }

  /** What AWS stops offering does not stop what runs: only a cluster to be made is held to it. */
  private void beforeItIsMade(StackId stack, DatabaseSpec spec, SortedSet<String> zones) {
    String engine = spec.engine().awsValue();
    Optional<DBCluster> running = databases.cluster(AwsNames.dbCluster(stack, DbCluster.DB));
    if (running.isPresent()) {
      Set<String> offered = offered(engine, running.get().engineVersion());
      if (zones.stream().anyMatch(offered::contains)) {
        zones.retainAll(offered);
      }
      return;
    }
    if (spec.restoreFrom() != null) {
      snapshots.check(stack, spec, spec.restoreFrom().snapshot());
    }
    DBEngineVersion version = versions.toBeMade(spec);
    VersionChecks.range(spec.capacity(), version);
    Set<String> offered = offered(engine, version.engineVersion());
    if (zones.stream().noneMatch(offered::contains)) {
      throw SpecChecks.invalid(
          "DatabaseNotOffered",
          "AWS offers no %s of %s in the zones of the database's subnets; name subnets of other zones in spec.aws.database.subnetIds"
              .formatted(DbInstance.SERVERLESS, engine));
    }
    zones.retainAll(offered);
  }

  private static void windows(DatabaseSpec spec) {
    String maintenance = spec.maintenanceWindow();
    Optional<String> backup =
        Optional.ofNullable(spec.backup()).flatMap(each -> Optional.ofNullable(each.window()));
    if (maintenance != null) {
      longEnough(
          "spec.aws.database.maintenanceWindow", maintenance, WeeklyWindow.parse(maintenance));
    }
    backup.ifPresent(
        window -> {
          List<WeeklyWindow> daily = WeeklyWindow.daily(window);
          longEnough("spec.aws.database.backup.window", window, daily.getFirst());
          if (maintenance != null
              && WeeklyWindow.parse(maintenance).overlapping(daily).isPresent()) {
            throw SpecChecks.invalid(
                "WindowsOverlap",
                "spec.aws.database.backup.window %s and maintenanceWindow %s overlap, which AWS does not allow; move one of them"
                    .formatted(window, maintenance));
          }
        });
  }

  private static void longEnough(String field, String text, WeeklyWindow window) {
    if (window.length().compareTo(SHORTEST_WINDOW) < 0) {
      throw SpecChecks.invalid(
          "WindowTooShort",
          "%s is %s, %d minutes; make it at least %d"
              .formatted(field, text, window.length().toMinutes(), SHORTEST_WINDOW.toMinutes()));
    }
  }

  private List<Subnet> subnets(DatabaseSpec spec, List<Subnet> servers, String vpcId) {
    List<String> own = spec.subnetIds();
    String field = own == null ? "spec.aws.network.subnetIds" : "spec.aws.database.subnetIds";
    List<Subnet> subnets = own == null ? servers : checks.subnets(field, own, true);
    String found = subnets.getFirst().vpcId();
    if (!found.equals(vpcId)) {
      throw SpecChecks.invalid(
          "SubnetsOfOtherVpc",
          "%s are of %s, but the servers are in %s; name subnets of the servers' VPC"
              .formatted(field, found, vpcId));
    }
    SortedSet<String> zones = zones(subnets);
    if (zones.size() < 2) {
      throw SpecChecks.invalid(
          "SingleZone",
          "%s all lie in %s, and a database needs subnets of two zones; add one of another, or name others in spec.aws.database.subnetIds"
              .formatted(field, zones.first()));
    }
    return subnets;
  }

  private static SortedSet<String> zones(List<Subnet> subnets) {
    return subnets.stream().map(Subnet::availabilityZone).collect(toCollection(TreeSet::new));
  }

  private String keyArn(String named) {
    String field = "spec.aws.database.encryption.kmsKeyId is " + named;
    KeyMetadata key;
    try {
      key = region.clients().kms().describeKey(request -> request.keyId(named)).keyMetadata();
    } catch (AwsCallException refused) {
      if (refused.failure().kind() != FailureKind.NOT_FOUND) {
        throw refused;
      }
      throw SpecChecks.notFound(
          "KeyNotFound",
          field + ", which this account does not have in this region; correct it or leave it out");
    }
    boolean usable =
        "Enabled".equals(key.keyStateAsString())
            && "ENCRYPT_DECRYPT".equals(key.keyUsageAsString())
            && (key.keySpecAsString() == null || "SYMMETRIC_DEFAULT".equals(key.keySpecAsString()));
    if (!usable) {
      throw SpecChecks.invalid(
          "KeyNotUsable",
          "%s, a key that is %s, for %s, of spec %s; name one that is Enabled, for ENCRYPT_DECRYPT and SYMMETRIC_DEFAULT"
              .formatted(
                  field, key.keyStateAsString(), key.keyUsageAsString(), key.keySpecAsString()));
    }
    return key.arn();
  }

  private Set<String> offered(String engine, String version) {
    var zones = new TreeSet<String>();
    databases
        .orderableOptions(engine, version, DbInstance.SERVERLESS)
        .forEach(
            option ->
                option.availabilityZones().stream()
                    .map(AvailabilityZone::name)
                    .forEach(zones::add));
    return zones;
  }
}
