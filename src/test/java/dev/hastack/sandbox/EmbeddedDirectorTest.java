package dev.hastack.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hastack.sandbox.EmbeddedFleet.Server;
import dev.hastack.sandbox.aws.EmbeddedAws;
import dev.hastack.sandbox.aws.SandboxAccount;
import dev.hastack.sandbox.aws.SandboxAccount.Ground;
import dev.hastack.sandbox.control.Incident;
import dev.hastack.sandbox.report.SandboxException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedDirectorTest {
  private static final long SEED = 7;

  /** A minute's boot in a fraction of a second. */
  private static final double SPEED = 200;

  private static final Duration DEADLINE = Duration.ofMinutes(1);
  private static final int SIZE = 4;
  private static final int MOST = 8;

  private final EmbeddedAws aws = EmbeddedAws.start(SEED, SPEED);
  private final EmbeddedFleet fleet = new EmbeddedFleet(aws);
  private final EmbeddedDirector director = new EmbeddedDirector(aws);

  /** Half On-Demand, half Spot, over two zones. */
  @BeforeAll
  void makeFleet() {
    try (var account = new SandboxAccount(aws);
        Ec2Client ec2 = aws.client(Ec2Client.builder());
        AutoScalingClient groups = aws.client(AutoScalingClient.builder())) {
      Ground ground = account.ground();
      ec2.createLaunchTemplate(
          request ->
              request
                  .launchTemplateName("web")
                  .launchTemplateData(
                      data -> data.imageId(ground.imageId()).instanceType(InstanceType.T3_MEDIUM)));
      var template =
          LaunchTemplateSpecification.builder().launchTemplateName("web").version("1").build();
      groups.createAutoScalingGroup(
          request ->
              request
                  .autoScalingGroupName("web")
                  .minSize(SIZE)
                  .maxSize(MOST)
                  .vpcZoneIdentifier(String.join(",", ground.subnetIds().subList(0, 2)))
                  .mixedInstancesPolicy(
                      policy ->
                          policy
                              .launchTemplate(
                                  wrapper -> wrapper.launchTemplateSpecification(template))
                              .instancesDistribution(
                                  share -> share.onDemandPercentageAboveBaseCapacity(50))));
    }
  }

  @AfterAll
  void end() {
    aws.close();
  }

  @BeforeEach
  void awaitFleet() {
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () ->
                assertThat(fleet.servers())
                    .as("seed %d: %s", SEED, director.status())
                    .filteredOn(Server::isInService)
                    .hasSize(SIZE));
  }

  @Test
  void shouldGiveSpotServerNoticeAndNameItWhenNoneIsNamed() {
    // When
    String told = director.inject(new Incident.SpotWarning(null));

    // Then
    Server warned = named(told, Server::spot);
    assertThat(told).contains("Spot has given notice to " + warned);
    await().atMost(DEADLINE).until(() -> fleet.servers().stream().noneMatch(isServer(warned)));
  }

  @Test
  void shouldRefuseToWarnServerThatIsNotSpot() {
    Server onDemand =
        fleet.servers().stream().filter(each -> !each.spot()).findFirst().orElseThrow();
    for (String id : List.of(onDemand.id(), "i-0")) {
      assertThatThrownBy(() -> director.inject(new Incident.SpotWarning(id)))
          .isInstanceOf(SandboxException.class)
          .hasMessageContaining("'" + id + "' is no running Spot server");
    }
  }

  @Test
  void shouldRecommendToReplaceSpotServer() {
    Server server = fleet.servers().stream().filter(Server::spot).findFirst().orElseThrow();
    assertThat(director.inject(new Incident.Rebalance(server.id())))
        .contains("AWS recommends to replace " + server);
  }

  @Test
  void shouldKillTheServerThatIsNamed() {
    // Given
    Server victim = fleet.servers().getLast();

    // When
    String told = director.inject(new Incident.KillInstance(victim.id()));

    // Then
    assertThat(told).startsWith(victim + " is gone");
    await().atMost(DEADLINE).until(() -> fleet.servers().stream().noneMatch(isServer(victim)));
  }

  @Test
  void shouldDarkenBusiestZoneWhenNoneIsNamed() {
    // Given
    String busiest = fleet.busiestZone().orElseThrow();

    // When
    String told = director.inject(new Incident.ZoneOutage(null, Duration.ofMinutes(30)));

    // Then
    assertThat(told).startsWith(busiest + " is dark until ");
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () ->
                assertThat(fleet.servers())
                    .as("seed %d: %s", SEED, director.status())
                    .filteredOn(Server::isInService)
                    .hasSize(SIZE)
                    .noneMatch(each -> each.zone().equals(busiest)));
  }

  @Test
  void shouldNameTheZonesWhenThereIsNoSuchZone() {
    assertThatThrownBy(
            () -> director.inject(new Incident.ZoneOutage("mars-1a", Duration.ofMinutes(1))))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("'mars-1a'")
        .hasMessageContaining("us-east-1a");
  }

  @Test
  void shouldGrantLessWhenThrottled() {
    String told = director.inject(new Incident.Throttle(Duration.ofMinutes(5)));

    assertThat(told).contains("a tenth of its request rates for 5 min, 1 s on the clock");
  }

  @Test
  void shouldChangeMaxSizeAsSomebodyElse() {
    // Given
    int before = fleet.groups().getFirst().maxSize();

    // When
    String told = director.inject(new Incident.ForeignChange());

    // Then
    assertThat(fleet.groups().getFirst().maxSize()).isGreaterThan(before);
    assertThat(told).contains("MaxSize of web is");
    assertThat(aws.record().writes().getLast().call().principalArn()).endsWith("user/somebody");
  }

  @Test
  void shouldShowServersTrafficAndCallsWhenAskedForStatus() {
    assertThat(director.status())
        .contains("200 times real time")
        .containsPattern("i-\\w+ +t3.medium +us-east-1[ab] +(Spot|On-Demand) +running +InService")
        .contains("No requests.")
        .containsPattern("AWS was called \\d+ times, \\d+ calls wrote something");
  }

  private Server named(String text, Predicate<Server> kind) {
    return fleet.servers().stream()
        .filter(kind)
        .filter(each -> text.contains(each.id()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No such server is named in: " + text));
  }

  private static Predicate<Server> isServer(Server server) {
    return each -> each.id().equals(server.id()) && each.isInService();
  }

  @Test
  void shouldTakeBackEverySpotServerWhenAStormIsOrdered() {
    // Given
    await()
        .atMost(DEADLINE)
        .until(() -> fleet.servers().stream().filter(Server::spot).anyMatch(Server::isInService));
    List<Server> doomed =
        fleet.servers().stream().filter(Server::spot).filter(Server::isInService).toList();

    // When
    String told = director.inject(new Incident.SpotStorm(null, 0, 0));

    // Then
    assertThat(told).startsWith("Spot takes back ").contains(doomed.getFirst().id());
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () ->
                assertThat(fleet.servers())
                    .as("seed %d: %s", SEED, director.status())
                    .filteredOn(Server::isInService)
                    .hasSize(SIZE)
                    .extracting(Server::id)
                    .doesNotContainAnyElementsOf(doomed.stream().map(Server::id).toList()));
    assertThatThrownBy(() -> director.inject(new Incident.SpotStorm("mars-1a", 0, 0)))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("'mars-1a'");
    assertThatThrownBy(() -> director.inject(new Incident.SpotStorm(null, 0.6, 0.6)))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("not shares");
  }

  @Test
  void shouldDisturbWhatTellsOfSignals() {
    try (SqsClient sqs = aws.client(SqsClient.builder())) {
      // Given
      assertThatThrownBy(() -> director.inject(new Incident.GarbageMessages(null, 3)))
          .isInstanceOf(SandboxException.class)
          .hasMessage("There is no queue now.");
      String url = sqs.createQueue(request -> request.queueName("signals")).queueUrl();

      // When
      String told = director.inject(new Incident.GarbageMessages(null, 3));

      // Then
      assertThat(told).startsWith("3 messages of garbage are in signals.");
      assertThat(
              sqs.receiveMessage(
                      request -> request.queueUrl(url).maxNumberOfMessages(10).waitTimeSeconds(20))
                  .messages())
          .isNotEmpty();

      // When
      director.inject(new Incident.QueuesDenied(Duration.ofHours(1)));

      // Then
      assertThatThrownBy(() -> sqs.receiveMessage(request -> request.queueUrl(url)))
          .isInstanceOf(SqsException.class)
          .hasMessageContaining("not authorized");
    }
    assertThat(director.inject(new Incident.CapacityDrought(Duration.ofSeconds(90))))
        .startsWith("There is no Spot capacity in any zone for ");
    assertThat(
            director.inject(
                new Incident.EventsDelay(Duration.ofSeconds(90), Duration.ofMinutes(5))))
        .contains("is told");
  }
}
