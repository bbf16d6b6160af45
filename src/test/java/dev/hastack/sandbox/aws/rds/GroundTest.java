package dev.hastack.sandbox.aws.rds;

import static dev.hastack.sandbox.aws.rds.Databases.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.rds.model.DBEngineVersion;
import software.amazon.awssdk.services.rds.model.DBSubnetGroup;
import software.amazon.awssdk.services.rds.model.Filter;
import software.amazon.awssdk.services.rds.model.OrderableDBInstanceOption;
import software.amazon.awssdk.services.rds.model.UpgradeTarget;

/** What databases stand on: subnet groups, versions, orderable classes and keys. */
class GroundTest {
  private final Databases databases = new Databases();

  @Test
  void shouldCoverTwoZonesWhenASubnetGroupIsMade() {
    // When
    databases.subnetGroup();

    // Then
    DBSubnetGroup group = databases.rds.describeDBSubnetGroups().dbSubnetGroups().getFirst();
    assertThat(group.subnetGroupStatus()).isEqualTo("Complete");
    assertThat(group.vpcId()).isEqualTo(databases.vpcId());
    assertThat(group.subnets())
        .extracting(subnet -> subnet.subnetAvailabilityZone().name())
        .containsExactlyInAnyOrder(Databases.ZONE_A, Databases.ZONE_B);
    assertRefused("DBSubnetGroupAlreadyExists", databases::subnetGroup);
    assertRefused(
        "DBSubnetGroupDoesNotCoverEnoughAZs", () -> group("one", databases.subnet("us-east-1a")));
    assertRefused(
        "InvalidSubnet", () -> group("one", databases.subnet("us-east-1a"), "subnet-none"));
  }

  @Test
  void shouldKeepASubnetGroupAndItsZonesWhileAClusterIsInThem() {
    // Given
    databases.cluster("app", 2);

    // Then
    assertRefused("InvalidDBSubnetGroupStateFault", this::deleteGroup);
    assertRefused("SubnetAlreadyInUse", () -> move("us-east-1b", "us-east-1c"));

    // When
    move("us-east-1a", "us-east-1b", "us-east-1c");

    // Then
    assertThat(databases.rds.describeDBSubnetGroups().dbSubnetGroups().getFirst().subnets())
        .hasSize(3);

    // When
    databases.region.incidents().loseCluster("app");
    deleteGroup();

    // Then
    assertRefused("DBSubnetGroupNotFoundFault", this::deleteGroup);
    assertRefused(
        "DBSubnetGroupNotFoundFault",
        () -> databases.rds.createDBCluster(Databases.wanted("app").build()));
  }

  private void deleteGroup() {
    databases.rds.deleteDBSubnetGroup(request -> request.dbSubnetGroupName(Databases.GROUP));
  }

  private void move(String... zones) {
    databases.rds.modifyDBSubnetGroup(
        request ->
            request
                .dbSubnetGroupName(Databases.GROUP)
                .subnetIds(List.of(zones).stream().map(databases::subnet).toList()));
  }

  private void group(String name, String... subnetIds) {
    databases.rds.createDBSubnetGroup(
        request ->
            request.dbSubnetGroupName(name).dbSubnetGroupDescription(name).subnetIds(subnetIds));
  }

  @Test
  void shouldTellWhatAVersionCanDoAndBecome() {
    // When
    DBEngineVersion version = version("aurora-postgresql", "16.6");

    // Then
    assertThat(version.serverlessV2FeaturesSupport().minCapacity()).isZero();
    assertThat(version.serverlessV2FeaturesSupport().maxCapacity()).isEqualTo(256);
    assertThat(version.validUpgradeTarget())
        .filteredOn(target -> !target.isMajorVersionUpgrade())
        .extracting(UpgradeTarget::engineVersion)
        .containsExactly("16.8", "16.9", "16.10");
    assertThat(version.validUpgradeTarget())
        .filteredOn(UpgradeTarget::isMajorVersionUpgrade)
        .extracting(UpgradeTarget::engineVersion)
        .containsExactly("17.4", "17.5", "17.6");
    assertThat(version.validUpgradeTarget())
        .filteredOn(UpgradeTarget::autoUpgrade)
        .extracting(UpgradeTarget::engineVersion)
        .containsExactly("16.9");
  }

  @Test
  void shouldPauseOrGrowOnlySinceSomeVersionOfEachEngine() {
    assertThat(range("aurora-postgresql", "15.4")).containsExactly(0.5, 128.0);
    assertThat(range("aurora-postgresql", "16.2")).containsExactly(0.5, 256.0);
    assertThat(range("aurora-postgresql", "13.15")).containsExactly(0.0, 256.0);
    assertThat(range("aurora-mysql", "8.0.mysql_aurora.3.05.2")).containsExactly(0.5, 128.0);
    assertThat(range("aurora-mysql", "8.0.mysql_aurora.3.07.1")).containsExactly(0.5, 256.0);
    assertThat(range("aurora-mysql", "8.0.mysql_aurora.3.08.0")).containsExactly(0.0, 256.0);
  }

  private List<Double> range(String engine, String version) {
    var support = version(engine, version).serverlessV2FeaturesSupport();
    return List.of(support.minCapacity(), support.maxCapacity());
  }

  private DBEngineVersion version(String engine, String version) {
    return databases
        .rds
        .describeDBEngineVersions(request -> request.engine(engine).engineVersion(version))
        .dbEngineVersions()
        .getFirst();
  }

  @Test
  void shouldShowTheDefaultVersionsOrNoneWhenAskedFor() {
    assertThat(
            databases
                .rds
                .describeDBEngineVersions(
                    request ->
                        request.engine("aurora-postgresql").engineVersion("16").defaultOnly(true))
                .dbEngineVersions())
        .extracting(DBEngineVersion::engineVersion)
        .containsExactly("16.8");
    assertThat(
            databases
                .rds
                .describeDBEngineVersions(
                    request -> request.engine("aurora-postgresql").engineVersion("9.6"))
                .dbEngineVersions())
        .isEmpty();
  }

  @Test
  void shouldOfferServerlessInstances() {
    assertThat(
            databases
                .rds
                .describeOrderableDBInstanceOptions(
                    request ->
                        request
                            .engine("aurora-postgresql")
                            .engineVersion("16.6")
                            .dbInstanceClass("db.serverless"))
                .orderableDBInstanceOptions())
        .hasSize(1)
        .first()
        .extracting(OrderableDBInstanceOption::dbInstanceClass)
        .isEqualTo("db.serverless");
  }

  @Test
  void shouldFindAKeyByEachOfItsNames() {
    // Given
    String arn = databases.kms.provideKey("alias/app");
    String id = arn.substring(arn.lastIndexOf('/') + 1);
    String alias = arn.substring(0, arn.lastIndexOf(':') + 1) + "alias/app";
    var kms = databases.kms.service();

    // Then
    for (String name : List.of(arn, id, alias, "alias/app")) {
      assertThat(kms.describeKey(request -> request.keyId(name)).keyMetadata().arn())
          .isEqualTo(arn);
    }
    assertThat(kms.describeKey(request -> request.keyId("alias/aws/rds")).keyMetadata())
        .satisfies(key -> assertThat(key.keyManager()).isEqualTo(KeyManagerType.AWS))
        .satisfies(key -> assertThat(key.keyState()).isEqualTo(KeyState.ENABLED));
    assertRefused("NotFoundException", () -> kms.describeKey(request -> request.keyId("alias/x")));

    // When
    databases.kms.become(arn, KeyState.PENDING_DELETION);

    // Then
    assertThat(kms.describeKey(request -> request.keyId(id)).keyMetadata().deletionDate())
        .isAfter(databases.now());
    databases.subnetGroup();
    assertRefused(
        "KMSKeyNotAccessibleFault",
        () -> databases.rds.createDBCluster(Databases.wanted("app").kmsKeyId(id).build()));
  }

  @Test
  void shouldCutPagesAndFilterWhenDescribing() {
    // Given
    for (int index = 0; index < 25; index++) {
      databases.cluster("app" + index, 0);
    }
    var first = databases.rds.describeDBClusters(request -> request.maxRecords(20));
    var second =
        databases.rds.describeDBClusters(request -> request.maxRecords(20).marker(first.marker()));

    // Then
    assertThat(first.dbClusters()).hasSize(20);
    assertThat(second.dbClusters()).hasSize(5);
    assertThat(second.marker()).isNull();
    assertThat(
            databases
                .rds
                .describeDBClusters(
                    request -> request.filters(filter("db-cluster-id", "app3", "app7")))
                .dbClusters())
        .hasSize(2);
    assertRefused(
        "InvalidParameterValue",
        () -> databases.rds.describeDBClusters(request -> request.maxRecords(5)));
    assertRefused(
        "InvalidParameterValue",
        () ->
            databases.rds.describeDBClusters(request -> request.filters(filter("colour", "red"))));
  }

  private static Filter filter(String name, String... values) {
    return Filter.builder().name(name).values(values).build();
  }
}
