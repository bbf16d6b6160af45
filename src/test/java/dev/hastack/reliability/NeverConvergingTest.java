package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.plan.Plan;
import dev.hastack.sandbox.aws.ec2.Ec2Options;
import dev.hastack.sandbox.aws.front.RecordedCall;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import dev.hastack.sandbox.aws.wire.Backend;
import dev.hastack.sandbox.aws.wire.WireCall;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesRequest;

/** AWS takes a value and goes on answering another: the operator does not fight it for ever. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NeverConvergingTest {
  private static final long SEED = 1;
  private static final Duration BOUND = Duration.ofMinutes(30);
  private static final String KEY = "deregistration_delay.timeout_seconds";

  /** AWS's default. */
  private static final String STUCK = "300";

  private final Figures figures = new Figures("Never converging", SEED);

  @AfterAll
  void tell() {
    figures.tell();
  }

  /** Says yes to a change of one attribute, and leaves it as it is. */
  private static Backend deafTo(String key, Backend backend) {
    return call ->
        call.request() instanceof ModifyTargetGroupAttributesRequest request
            ? backend.answer(
                new WireCall(
                    call.accessKeyId(),
                    call.region(),
                    call.signingName(),
                    call.operation(),
                    call.method(),
                    stuck(key, request)))
            : backend.answer(call);
  }

  private static ModifyTargetGroupAttributesRequest stuck(
      String key, ModifyTargetGroupAttributesRequest request) {
    return request.toBuilder()
        .attributes(
            request.attributes().stream()
                .map(each -> each.key().equals(key) ? each.toBuilder().value(STUCK).build() : each)
                .toList())
        .build();
  }

  private static boolean isAttempt(RecordedCall call) {
    return call.call().operation().equals("ModifyTargetGroupAttributes");
  }

  @Test
  void shouldWriteThriceThenHoldAndGoOnWithTheRestWhenAnAttributeNeverChanges() {
    try (var cluster =
        new VirtualCluster(
            SimulationOptions.calm(SEED), Ec2Options.usual(), backend -> deafTo(KEY, backend))) {
      // Given
      FleetManifest manifest = FleetManifest.web("stubborn", cluster.outsider());
      KeptStack stack = cluster.stack("stubborn");
      stack.apply(manifest.text());

      // When
      cluster.runFor(Duration.ofMinutes(30));

      // Then: once when it was created, and three times against the drift
      assertThat(cluster.writesSince(Instant.MIN))
          .as(cluster.state())
          .filteredOn(NeverConvergingTest::isAttempt)
          .hasSize(4);
      Plan plan = stack.latest().orElseThrow().plan();
      assertThat(plan.held())
          .as("seed %d", SEED)
          .singleElement()
          .satisfies(
              held -> {
                assertThat(held.reason()).isEqualTo(HoldReason.NotConverging);
                assertThat(held.change().attributeChanges())
                    .extracting(change -> change.name())
                    .containsExactly(KEY);
              });

      // When
      stack.apply(manifest.with("max: 5", "max: 7").with("/health", "/ready").text());
      Duration took = cluster.settle(BOUND);

      // Then
      assertThat(cluster.outsider().view().groups())
          .as("seed %d", SEED)
          .singleElement()
          .satisfies(group -> assertThat(group.maxSize()).isEqualTo(7));
      assertThat(cluster.outsider().view().targetGroups())
          .as("seed %d", SEED)
          .singleElement()
          .satisfies(group -> assertThat(group.healthCheckPath()).isEqualTo("/ready"));
      figures.count("writes in vain", 4);
      figures.survived(took);
    }
  }
}
