package dev.hastack.sandbox.aws.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hastack.sandbox.aws.ec2.SpotMarket;
import dev.hastack.sandbox.aws.sqs.SignalWorld;
import dev.hastack.sandbox.aws.world.InstanceState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is announced of instances, as it arrives in a queue. */
class InstanceNewsTest {
  private final SignalWorld world = new SignalWorld();

  @Test
  void shouldWarnTwoMinutesBeforeSpotTakesAnInstance() {
    // Given
    String id = world.spotFleet(3).getFirst().instanceId();
    String queue = world.hear("aws.ec2");
    Instant warned = world.now();

    // When
    world.region().incidents().reclaim(id);
    world.pass(1);

    // Then
    List<JsonNode> news = world.drain(queue);
    assertThat(news).hasSize(1);
    JsonNode warning = news.getFirst();
    assertThat(warning.path("version").asText()).isEqualTo("0");
    assertThat(warning.path("detail-type").asText())
        .isEqualTo("EC2 Spot Instance Interruption Warning");
    assertThat(warning.path("account").asText()).isEqualTo(SignalWorld.ACCOUNT);
    assertThat(warning.path("region").asText()).isEqualTo("us-east-1");
    assertThat(Instant.parse(warning.path("time").asText()))
        .isEqualTo(warned.truncatedTo(ChronoUnit.SECONDS));
    assertThat(warning.path("resources").path(0).asText())
        .matches("arn:aws:ec2:us-east-1[a-d]?:instance/" + id);
    assertThat(warning.path("detail").toString())
        .isEqualTo("{\"instance-id\":\"%s\",\"instance-action\":\"terminate\"}".formatted(id));

    // When
    world.pass(125);

    // Then
    assertThat(world.drain(queue))
        .extracting(each -> each.path("detail").path("instance-id").asText())
        .contains(id);
  }

  @Test
  void shouldTellOfEachStateThatAnInstanceEnters() {
    // Given
    String queue = world.hear("aws.ec2");
    String id = world.spotFleet(1).getFirst().instanceId();

    // When
    world.region().incidents().kill(id);
    world.pass(1);

    // Then
    assertThat(world.drain(queue))
        .filteredOn(each -> each.path("detail").path("instance-id").asText().equals(id))
        .allSatisfy(
            each ->
                assertThat(each.path("resources").path(0).asText())
                    .isEqualTo("arn:aws:ec2:us-east-1:111122223333:instance/" + id))
        .extracting(each -> each.path("detail").path("state").asText())
        .containsExactly("pending", "running", "terminated");
  }

  @Test
  void shouldRecommendARebalance() {
    // Given
    String id = world.spotFleet(1).getFirst().instanceId();
    String queue = world.hear("aws.ec2");

    // When
    world.region().incidents().recommendRebalance(id);
    world.pass(1);

    // Then
    assertThat(world.drain(queue))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.path("detail-type").asText())
                  .isEqualTo("EC2 Instance Rebalance Recommendation");
              assertThat(each.path("detail").path("instance-id").asText()).isEqualTo(id);
            });
  }

  @Test
  void shouldWarnOfAStormInTimeLateOrNotAtAll() {
    // Given
    world.spotFleet(40);
    String queue = world.hear("aws.ec2");
    Instant start = world.now();

    // When
    List<String> taken =
        world
            .region()
            .signalIncidents()
            .spotStorm(Optional.empty(), new SpotMarket.Warnings(0.25, 0.25));
    world.pass(2);
    List<JsonNode> atOnce = warnings(queue);
    world.pass(117);
    List<JsonNode> late = warnings(queue);

    // Then
    assertThat(taken).hasSize(40);
    assertThat(atOnce.size()).isBetween(10, 30);
    assertThat(late.size()).isBetween(3, 17);
    assertThat(atOnce.size() + late.size()).isLessThan(40);
    assertThat(late)
        .allSatisfy(
            each ->
                assertThat(Instant.parse(each.path("time").asText()))
                    .as("the time of the decision, not of the notice")
                    .isEqualTo(start.truncatedTo(ChronoUnit.SECONDS)));

    // When
    world.pass(2);

    // Then
    assertThat(taken)
        .allSatisfy(
            id ->
                assertThat(world.region().ec2().instances().find(id))
                    .hasValueSatisfying(
                        each -> assertThat(each.state()).isGreaterThan(InstanceState.RUNNING)));
  }

  @Test
  void shouldSpareTheOtherZonesWhenAStormIsOfOneZone() {
    // Given
    var fleet = world.spotFleet(9);
    String zone = fleet.getFirst().availabilityZone();

    // When
    List<String> taken =
        world
            .region()
            .signalIncidents()
            .spotStorm(Optional.of(zone), SpotMarket.Warnings.punctual());

    // Then
    assertThat(taken)
        .containsExactlyInAnyOrderElementsOf(
            fleet.stream()
                .filter(each -> each.availabilityZone().equals(zone))
                .map(each -> each.instanceId())
                .toList());
  }

  private List<JsonNode> warnings(String queue) {
    return world.drain(queue).stream()
        .filter(each -> each.path("detail-type").asText().contains("Interruption Warning"))
        .toList();
  }

  @Test
  void shouldSpreadAHealthEventOverPages() {
    // Given
    String queue = world.hear("aws.health");

    // When
    world
        .region()
        .signalIncidents()
        .healthEvent("AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED", List.of("i-1", "i-2", "i-3"), 2);
    world.pass(1);

    // Then
    List<JsonNode> pages = world.drain(queue);
    assertThat(pages)
        .extracting(each -> each.path("detail").path("page").asText())
        .containsExactlyInAnyOrder("1", "2");
    assertThat(pages)
        .flatExtracting(
            each -> each.path("detail").path("affectedEntities").findValuesAsText("entityValue"))
        .containsExactlyInAnyOrder("i-1", "i-2", "i-3");
    assertThat(pages)
        .extracting(
            each -> each.path("detail").path("service").asText(),
            each -> each.path("detail").path("eventTypeCategory").asText(),
            each -> each.path("detail").path("totalPages").asText())
        .containsOnly(tuple("EC2", "scheduledChange", "2"));
    assertThat(pages.getFirst().path("detail").path("startTime").asText()).endsWith(" GMT");
  }

  @Test
  void shouldWarnAndTakeWhenACapacityReservationIsInterrupted() {
    // Given
    String id = world.spotFleet(1).getFirst().instanceId();
    String queue = world.hear("aws.ec2");

    // When
    world.region().signalIncidents().interruptReservation(id);
    world.pass(1);

    // Then
    assertThat(warnings(queue))
        .singleElement()
        .satisfies(
            each ->
                assertThat(each.path("detail-type").asText())
                    .isEqualTo("EC2 Capacity Reservation Instance Interruption Warning"));
    world.pass(120);
    assertThat(world.region().ec2().instances().find(id))
        .hasValueSatisfying(each -> assertThat(each.state()).isGreaterThan(InstanceState.RUNNING));
  }

  @Test
  void shouldPutGarbageAndRepetitionsIntoAQueue() {
    // Given
    String url = world.queue("signals");

    // When
    world.region().signalIncidents().message("signals", "{}");
    world.region().signalIncidents().repeatMessages("signals");
    world.region().signalIncidents().garbage("signals", 5);

    // Then
    assertThat(world.receive(url))
        .extracting(each -> each.body())
        .containsExactly("{}", "{}", "garbage", "{", "null", "[]", "{}");
  }
}
