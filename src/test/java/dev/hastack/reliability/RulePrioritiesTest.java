package dev.hastack.reliability;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RulePriorityPair;

/** The order of our rules, mixed up by somebody. */
class RulePrioritiesTest {
  private static final long SEED = 20_261_126;
  private static final String STACK = "storefront";
  private static final Duration BOUND = Duration.ofMinutes(45);

  private static final Duration A_WHILE = Duration.ofMinutes(10);

  private static VirtualCluster withThreeRules() {
    var cluster = new VirtualCluster(SimulationOptions.calm(SEED));
    cluster.stack(STACK).apply(threeRulesAnd(cluster, "").text());
    cluster.settle(BOUND);
    return cluster;
  }

  private static FleetManifest threeRulesAnd(VirtualCluster cluster, String another) {
    return FleetManifest.webBehindBalancer(
            STACK, cluster.outsider(), cluster.certificate("shop.example.com"))
        .with(
            "- {priority: 10,",
            """
            - {priority: 20, paths: ["/cart/*"]}
                        - {priority: 30, paths: ["/api/*"]}
                        %s- {priority: 10,\
            """
                .formatted(another));
  }

  /** The priority of each rule, by its ARN. */
  private static Map<String, String> order(VirtualCluster cluster) {
    return cluster.outsider().view().listeners().stream()
        .flatMap(
            listener ->
                cluster
                    .outsider()
                    .loadBalancing()
                    .describeRules(request -> request.listenerArn(listener.listenerArn()))
                    .rules()
                    .stream())
        .filter(rule -> !rule.isDefault())
        .collect(toMap(rule -> rule.ruleArn(), rule -> rule.priority(), (a, b) -> a, TreeMap::new));
  }

  /** Gives the rules of priorities 10, 20 and 30 these instead. */
  private static void mixUp(VirtualCluster cluster, List<String> priorities) {
    List<String> usual = List.of("10", "20", "30");
    cluster
        .outsider()
        .loadBalancing()
        .setRulePriorities(
            request ->
                request.rulePriorities(
                    order(cluster).entrySet().stream()
                        .map(
                            rule ->
                                RulePriorityPair.builder()
                                    .ruleArn(rule.getKey())
                                    .priority(
                                        Integer.parseInt(
                                            priorities.get(usual.indexOf(rule.getValue()))))
                                    .build())
                        .toList()));
  }

  @ParameterizedTest
  @CsvSource({"20, 10, 30", "20, 30, 10", "30, 10, 20", "20, 30, 40"})
  void shouldPutRulesInOrderAgainWhenSomebodyMixedThemUp(
      String first, String second, String third) {
    try (VirtualCluster cluster = withThreeRules()) {
      // Given
      Map<String, String> before = order(cluster);
      mixUp(cluster, List.of(first, second, third));

      // When
      cluster.settle(BOUND);

      // Then
      assertThat(order(cluster)).isEqualTo(before);
    }
  }

  /** A crash after any write leaves an order from which the next pass goes on. */
  @ParameterizedTest
  @CsvSource({"DIES_BEFORE, 1", "DIES_AFTER, 1", "DIES_BEFORE, 2", "DIES_AFTER, 2"})
  void shouldPutRulesInOrderAgainWhenTheOperatorDiesHalfway(Fate.Kind kind, int write) {
    try (VirtualCluster cluster = withThreeRules()) {
      // Given
      Map<String, String> before = order(cluster);
      mixUp(cluster, List.of("20", "30", "10"));
      Fate fate = Fate.of(kind, write);
      cluster.restart(fate);

      // When
      cluster.settle(BOUND);

      // Then
      assertThat(fate.isDead()).as("died at write %d of %s", write, fate.writes()).isTrue();
      assertThat(order(cluster)).isEqualTo(before);
    }
  }

  /** The place of a rule that was deleted may be taken by one of ours, which leaves it. */
  @Test
  void shouldMakeARuleAgainWhenAnotherOfOursHasItsPlace() {
    try (VirtualCluster cluster = withThreeRules()) {
      // Given
      order(cluster)
          .forEach(
              (arn, priority) -> {
                if (priority.equals("10")) {
                  cluster.outsider().loadBalancing().deleteRule(rule -> rule.ruleArn(arn));
                }
              });
      String moved =
          order(cluster).entrySet().stream()
              .filter(rule -> rule.getValue().equals("20"))
              .map(Map.Entry::getKey)
              .findFirst()
              .orElseThrow();
      mixUp(cluster, List.of("10", "10", "30"));

      // When
      cluster.settle(BOUND);

      // Then
      assertThat(order(cluster).values()).containsExactlyInAnyOrder("10", "20", "30");
      assertThat(order(cluster)).containsEntry(moved, "20");
    }
  }

  /** Nobody moves the other away: a person has to, and is told so. */
  @Test
  void shouldSayWhatToDoWhenARuleThatIsLeftElsewhereHasThePlaceOfANewOne() {
    try (VirtualCluster cluster = withThreeRules()) {
      // Given
      mixUp(cluster, List.of("10", "15", "30"));

      // When
      String another = "- {priority: 15, paths: [\"/new/*\"]}\n            ";
      cluster.stack(STACK).apply(threeRulesAnd(cluster, another).reporting().text());
      cluster.runFor(A_WHILE);

      // Then
      assertThat(cluster.stack(STACK).object().getStatus().conditions())
          .extracting(Condition::message)
          .anySatisfy(
              message ->
                  assertThat(message)
                      .contains("priority 15 of listener", "choose another priority"));
    }
  }
}
