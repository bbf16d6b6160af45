package dev.hastack.provider.aws;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.plan.ChangeReason;
import dev.hastack.core.stack.Attribute;
import dev.hastack.core.stack.Attribute.Difference;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Schema;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.FleetUnderTest.Pass;
import dev.hastack.provider.aws.resource.AwsResource;
import dev.hastack.provider.aws.resource.DbCluster;
import dev.hastack.provider.aws.resource.DbInstance;
import dev.hastack.provider.aws.resource.DbSubnetGroup;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterRequest;
import software.amazon.awssdk.services.rds.model.Tag;

/**
 * Every attribute of a database that anybody can change, changed by somebody and put right, one
 * after another on one database: making each anew would cost minutes.
 */
abstract class DatabaseDriftContract extends ProviderContract {
  private static final int MOST_PASSES = 12;
  private static final ResourceId MEMBER = DbInstance.id(1);

  /**
   * What nobody can change from outside, or what only a change of the owner's mind changes back.
   */
  private static final Set<String> NOT_FOREIGN =
      Set.of(
          // Only the next version is offered, never an older one.
          "DbCluster EngineVersion");

  /** Somebody at work on something. */
  private interface Hand {
    void change(RdsClient aws, String name, String arn);
  }

  private record Foreign(ResourceId id, String attribute, Set<String> shown, Hand hand) {
    Foreign(ResourceId id, String attribute, Hand hand) {
      this(id, attribute, Set.of(attribute), hand);
    }

    String declared() {
      return id.kind() + " " + attribute;
    }
  }

  @Override
  String manifest() {
    return Manifests.database(super.manifest(), account)
            .replace("minACU: \"0.5\"", "minACU: \"0\", autoPauseSeconds: 600")
            .stripTrailing()
        + """

              databaseInsights: {mode: standard}
        """
            .indent(0);
  }

  private List<Foreign> changes() {
    return List.of(
        new Foreign(
            DbSubnetGroup.DB,
            DbSubnetGroup.DESCRIPTION,
            (aws, name, arn) ->
                aws.modifyDBSubnetGroup(
                    request ->
                        request
                            .dbSubnetGroupName(name)
                            .dbSubnetGroupDescription("meddled")
                            .subnetIds(account.subnetIds().subList(0, 2)))),
        new Foreign(
            DbSubnetGroup.DB,
            DbSubnetGroup.SUBNET_IDS,
            (aws, name, arn) ->
                aws.modifyDBSubnetGroup(
                    request ->
                        request
                            .dbSubnetGroupName(name)
                            .dbSubnetGroupDescription("Database of shop/storefront")
                            .subnetIds(account.subnetIds().subList(0, 3)))),
        tags(DbSubnetGroup.DB),
        // AWS drops the pause with a minimum above 0.
        new Foreign(
            DbCluster.DB,
            DbCluster.MIN_CAPACITY,
            Set.of(DbCluster.MIN_CAPACITY, DbCluster.SECONDS_UNTIL_AUTO_PAUSE),
            (aws, name, arn) ->
                aws.modifyDBCluster(
                    request ->
                        request
                            .dbClusterIdentifier(name)
                            .serverlessV2ScalingConfiguration(it -> it.minCapacity(1.0)))),
        ofCluster(
            DbCluster.SECONDS_UNTIL_AUTO_PAUSE,
            request ->
                request.serverlessV2ScalingConfiguration(
                    it -> it.minCapacity(0.0).secondsUntilAutoPause(900))),
        ofCluster(
            DbCluster.MANAGE_MASTER_USER_PASSWORD,
            request ->
                request.manageMasterUserPassword(false).masterUserPassword("not-a-secret-1")),
        ofCluster(
            DbCluster.MAX_CAPACITY,
            request -> request.serverlessV2ScalingConfiguration(it -> it.maxCapacity(64.0))),
        ofCluster(
            DbCluster.VPC_SECURITY_GROUP_IDS,
            request -> request.vpcSecurityGroupIds(account.createSecurityGroup("theirs"))),
        ofCluster(DbCluster.BACKUP_RETENTION_PERIOD, request -> request.backupRetentionPeriod(3)),
        ofCluster(
            DbCluster.PREFERRED_BACKUP_WINDOW,
            request -> request.preferredBackupWindow("10:00-11:00")),
        ofCluster(
            DbCluster.PREFERRED_MAINTENANCE_WINDOW,
            request -> request.preferredMaintenanceWindow("wed:12:00-wed:13:00")),
        ofCluster(DbCluster.DELETION_PROTECTION, request -> request.deletionProtection(false)),
        ofCluster(DbCluster.COPY_TAGS_TO_SNAPSHOT, request -> request.copyTagsToSnapshot(true)),
        ofCluster(
            DbCluster.DATABASE_INSIGHTS_MODE,
            request ->
                request
                    .databaseInsightsMode("advanced")
                    .enablePerformanceInsights(true)
                    .performanceInsightsRetentionPeriod(465)),
        tags(DbCluster.DB),
        new Foreign(
            MEMBER,
            DbInstance.PROMOTION_TIER,
            (aws, name, arn) ->
                aws.modifyDBInstance(
                    request ->
                        request
                            .dbInstanceIdentifier(name)
                            .promotionTier(9)
                            .applyImmediately(true))),
        new Foreign(
            MEMBER,
            DbInstance.AUTO_MINOR_VERSION_UPGRADE,
            (aws, name, arn) ->
                aws.modifyDBInstance(
                    request ->
                        request
                            .dbInstanceIdentifier(name)
                            .autoMinorVersionUpgrade(false)
                            .applyImmediately(true))),
        new Foreign(
            MEMBER,
            DbInstance.PUBLICLY_ACCESSIBLE,
            (aws, name, arn) ->
                aws.modifyDBInstance(
                    request ->
                        request
                            .dbInstanceIdentifier(name)
                            .publiclyAccessible(true)
                            .applyImmediately(true))),
        new Foreign(
            MEMBER,
            DbInstance.DB_INSTANCE_CLASS,
            (aws, name, arn) ->
                aws.modifyDBInstance(
                    request ->
                        request
                            .dbInstanceIdentifier(name)
                            .dbInstanceClass("db.r6g.large")
                            .applyImmediately(true))),
        tags(MEMBER));
  }

  private static Foreign ofCluster(
      String attribute, Consumer<ModifyDbClusterRequest.Builder> change) {
    return new Foreign(
        DbCluster.DB,
        attribute,
        (aws, name, arn) ->
            aws.modifyDBCluster(
                request -> {
                  request.dbClusterIdentifier(name).applyImmediately(true);
                  change.accept(request);
                }));
  }

  private static Foreign tags(ResourceId id) {
    return new Foreign(
        id,
        "Tags",
        Set.of("Tags.team"),
        (aws, name, arn) ->
            aws.addTagsToResource(
                request ->
                    request
                        .resourceName(arn)
                        .tags(Tag.builder().key("team").value("intruders").build())));
  }

  @Test
  void shouldHaveAForeignChangeForEveryAttributeThatAwsCanChange() {
    assertThat(Stream.concat(changes().stream().map(Foreign::declared), NOT_FOREIGN.stream()))
        .containsExactlyInAnyOrderElementsOf(
            Stream.<Schema<? extends AwsResource>>of(
                    DbSubnetGroup.SCHEMA, DbCluster.SCHEMA, DbInstance.SCHEMA)
                .flatMap(DatabaseDriftContract::changeable)
                .collect(toCollection(TreeSet::new)));
  }

  /** What a member's parameters wait for is no drift. */
  private static Stream<String> changeable(Schema<? extends AwsResource> schema) {
    return schema.attributes().stream()
        .filter(attribute -> attribute.difference() == Difference.DRIFT)
        .filter(attribute -> !isReplacing(attribute))
        .map(Attribute::name)
        .map(name -> schema.kind() + " " + name);
  }

  private static boolean isReplacing(Attribute<?> attribute) {
    return attribute.impact().apply(Optional.of(Value.text("a")), Optional.of(Value.text("b")))
        == Impact.REPLACE;
  }

  @Test
  void shouldPutRightThatAndNothingElseWhenSomebodyChangedIt() {
    // Given
    settle("creation");

    for (Foreign foreign : changes()) {
      var present = fleet.present(foreign.id());
      foreign.hand().change(account.rds(), present.physicalName(), present.physicalId());
      account.letTimePass();

      // When
      Pass pass = fleet.stagedPass();

      // Then
      assertThat(pass.plan().effective())
          .as(foreign.declared())
          .singleElement()
          .satisfies(
              change -> {
                assertThat(change.id()).isEqualTo(foreign.id());
                assertThat(change.attributeChanges())
                    .allMatch(each -> each.reason() == ChangeReason.Drifted)
                    .extracting(AttributeChange::name)
                    .containsExactlyInAnyOrderElementsOf(foreign.shown());
              });
      settle(foreign.declared());
    }
  }

  private void settle(String what) {
    Pass pass = fleet.stagedPass();
    for (int count = 0; count < MOST_PASSES && !isSettled(pass); count++) {
      account.letTimePass();
      pass = fleet.stagedPass();
    }
    assertThat(isSettled(pass)).as("%s: %s", what, pass.outcomes()).isTrue();
    account.letTimePass();
  }

  private static boolean isSettled(Pass pass) {
    return pass.plan().effective().isEmpty()
        && pass.plan().held().isEmpty()
        && pass.outcomes().values().stream().noneMatch(Outcome.Failed.class::isInstance);
  }
}
