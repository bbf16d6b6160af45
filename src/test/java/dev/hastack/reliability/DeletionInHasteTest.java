package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.aws.ec2.Ec2Options;
import dev.hastack.sandbox.aws.front.CallFilter;
import dev.hastack.sandbox.aws.front.Fault;
import dev.hastack.sandbox.aws.front.FaultRule;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A stack deleted before reads show what was made of it. */
class DeletionInHasteTest {
  private static final Duration LAG = Duration.ofSeconds(20);

  private static FaultRule operatorMeets(Fault fault, String operations) {
    return FaultRule.of(fault, CallFilter.of("*", operations).by("arn:aws:iam::*:user/operator"));
  }

  @Test
  void shouldNotLetGoOfWhatReadsDoNotShowYet() {
    try (var cluster =
        new VirtualCluster(SimulationOptions.calm(1), Ec2Options.usual(), backend -> backend)) {
      KeptStack stack = cluster.stack("storefront");
      FleetManifest fleet = FleetManifest.web("storefront", cluster.outsider());
      cluster.runFor(LAG);
      stack.apply(fleet.text());
      Instant applied = cluster.now();
      cluster.runFor(LAG.dividedBy(2));
      assertThat(cluster.writesSince(applied)).isNotEmpty();
      cluster.aws().faults().order(operatorMeets(new Fault.StaleRead(LAG), "*"));

      // When
      stack.delete(cluster.now());
      cluster.runFor(Duration.ofSeconds(5));

      // Then
      assertThat(stack.exists()).isTrue();
      assertThat(stack.object().getStatus().conditions())
          .anySatisfy(condition -> assertThat(condition.message()).contains("it is looked again"));

      // When
      cluster.runFor(Duration.ofMinutes(10));

      // Then
      assertThat(stack.exists()).isFalse();
      assertThat(cluster.outsider().view().shapes()).as(cluster.state()).isEmpty();
    }
  }

  /** What counts is when the passes before have ended, and no clock but our own. */
  @Test
  void shouldNotLetGoOfWhatAPassMadeThatWentOnAfterTheDeletion() {
    try (var cluster =
        new VirtualCluster(SimulationOptions.calm(1), Ec2Options.usual(), backend -> backend)) {
      KeptStack stack = cluster.stack("storefront");
      FleetManifest fleet = FleetManifest.web("storefront", cluster.outsider());
      cluster.runFor(LAG);
      cluster
          .aws()
          .faults()
          .order(operatorMeets(new Fault.LostRequest(Duration.ofSeconds(15)), "Create*").times(3));
      stack.apply(fleet.text());
      Instant applied = cluster.now();
      cluster.runFor(Duration.ofSeconds(1));
      assertThat(cluster.now()).isAfter(applied.plusSeconds(40));
      cluster.aws().faults().order(operatorMeets(new Fault.StaleRead(LAG), "*"));

      // When
      stack.delete(applied.plusSeconds(1));
      cluster.runFor(Duration.ofMinutes(10));

      // Then
      assertThat(stack.exists()).isFalse();
      assertThat(cluster.outsider().view().shapes()).as(cluster.state()).isEmpty();
    }
  }

  @Test
  void shouldLetGoAtOnceOfWhatWasNeverBegun() {
    try (var cluster =
        new VirtualCluster(SimulationOptions.calm(1), Ec2Options.usual(), backend -> backend)) {
      KeptStack stack = cluster.stack("storefront");
      stack.apply(FleetManifest.web("storefront", cluster.outsider()).text());
      stack.delete(cluster.now());

      // When
      cluster.runFor(Duration.ofSeconds(2));

      // Then
      assertThat(stack.exists()).isFalse();
    }
  }
}
