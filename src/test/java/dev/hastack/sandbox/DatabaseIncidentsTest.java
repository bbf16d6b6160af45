package dev.hastack.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hastack.sandbox.EmbeddedDatabases.Database;
import dev.hastack.sandbox.EmbeddedDatabases.Member;
import dev.hastack.sandbox.aws.EmbeddedAws;
import dev.hastack.sandbox.control.Incident;
import dev.hastack.sandbox.report.SandboxException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.rds.RdsClient;

class DatabaseIncidentsTest {
  private static final long SEED = 7;

  /** A member's eight minutes in a second. */
  private static final double SPEED = 500;

  private static final Duration DEADLINE = Duration.ofMinutes(1);

  private final EmbeddedAws aws = EmbeddedAws.start(SEED, SPEED);
  private final EmbeddedDatabases databases = new EmbeddedDatabases(aws);
  private final EmbeddedDirector director = new EmbeddedDirector(aws);

  @AfterEach
  void end() {
    aws.close();
  }

  @Test
  void shouldMakeAReaderTheWriterWhenToldToFailOver() {
    // Given
    Member writer = makeDatabase().writer().orElseThrow();

    // When
    String told = director.inject(new Incident.DatabaseFailover(null));

    // Then
    assertThat(told).startsWith(writer + ", the writer of app, has failed");
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () ->
                assertThat(databases.all().getFirst().writer())
                    .as("seed %d: %s", SEED, director.status())
                    .hasValueSatisfying(each -> assertThat(each.id()).isNotEqualTo(writer.id())));
  }

  @Test
  void shouldLoseAReaderRatherThanTheWriterWhenNoMemberIsNamed() {
    // Given
    Member writer = makeDatabase().writer().orElseThrow();

    // When
    String told = director.inject(new Incident.LoseMember(null));

    // Then
    assertThat(told).contains("a reader, is gone");
    assertThat(databases.all().getFirst().members())
        .extracting(Member::id)
        .containsExactly(writer.id());
  }

  @Test
  void shouldSayWhyWhenADatabaseCannotFailOver() {
    // Given
    makeDatabase();
    director.inject(new Incident.LoseMember(null));

    // When, then
    assertThatThrownBy(() -> director.inject(new Incident.DatabaseFailover("app")))
        .isInstanceOf(SandboxException.class)
        .hasMessageStartingWith("That cannot happen now: ");
  }

  @Test
  void shouldLoseTheDatabaseThatIsNamedAndNoOther() {
    // Given
    makeDatabase();

    // When, then
    assertThatThrownBy(() -> director.inject(new Incident.LoseDatabase("other")))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("There is no database 'other'");
    assertThat(director.inject(new Incident.LoseDatabase("app"))).startsWith("app is gone");
    assertThat(databases.all()).isEmpty();
  }

  @Test
  void shouldNameAnExampleWhenThereIsNoDatabase() {
    assertThatThrownBy(() -> director.inject(new Incident.DatabaseFailover(null)))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("examples/database.yaml");
  }

  @Test
  void shouldShowMembersAndCapacityWhenAskedForStatus() {
    // When
    makeDatabase();

    // Then
    assertThat(director.status())
        .containsPattern("Database app: available, 0.5 to 8 ACU, [\\d.]+ now\\.")
        .containsPattern("app-0 +writer +us-east-1\\w +available")
        .containsPattern("app-1 +reader +us-east-1\\w +available");
  }

  private Database makeDatabase() {
    try (Ec2Client ec2 = aws.client(Ec2Client.builder());
        RdsClient rds = aws.client(RdsClient.builder())) {
      List<String> subnetIds =
          ec2.describeSubnets().subnets().stream().map(Subnet::subnetId).limit(2).toList();
      rds.createDBSubnetGroup(
          request ->
              request
                  .dbSubnetGroupName("app")
                  .dbSubnetGroupDescription("app")
                  .subnetIds(subnetIds));
      rds.createDBCluster(
          request ->
              request
                  .dbClusterIdentifier("app")
                  .engine("aurora-postgresql")
                  .dbSubnetGroupName("app")
                  .masterUsername("app")
                  .manageMasterUserPassword(true)
                  .serverlessV2ScalingConfiguration(
                      capacity -> capacity.minCapacity(0.5).maxCapacity(8.0)));
      for (String id : List.of("app-0", "app-1")) {
        rds.createDBInstance(
            request ->
                request
                    .dbInstanceIdentifier(id)
                    .dbClusterIdentifier("app")
                    .dbInstanceClass("db.serverless")
                    .engine("aurora-postgresql"));
      }
    }
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () ->
                assertThat(databases.all().getFirst().members())
                    .as("seed %d: %s", SEED, director.status())
                    .hasSize(2)
                    .allMatch(each -> each.status().equals("available")));
    return databases.all().getFirst();
  }
}
