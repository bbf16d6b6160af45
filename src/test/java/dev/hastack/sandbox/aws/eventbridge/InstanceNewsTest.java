package dev.hastack.sandbox.aws.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hastack.sandbox.aws.sqs.SignalWorld;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
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
}
