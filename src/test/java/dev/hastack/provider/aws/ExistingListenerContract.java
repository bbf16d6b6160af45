package dev.hastack.provider.aws;

import static dev.hastack.provider.aws.blueprint.AwsBlueprint.existingRule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.stack.Ownership;
import dev.hastack.provider.aws.FleetUnderTest.Pass;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One rule on a listener that is not ours, and nothing else of it ever written. */
abstract class ExistingListenerContract extends ProviderContract {
  private static final int FOREIGN_PRIORITY = 5;

  private String listener = "";
  private String foreignRule = "";

  @BeforeEach
  void createListener() {
    listener = account.createForeignListener();
    foreignRule = account.createRule(listener, FOREIGN_PRIORITY);
    fleet.becomes(Manifests.read(behind(100)));
  }

  private String behind(int priority) {
    return behind(listener, priority);
  }

  private String behind(String listenerArn, int priority) {
    return manifest()
        + """
            loadBalancer:
              existing: {listenerArn: '%s', priority: %d, hosts: [shop.example.com], paths: [/shop/*]}
        """
            .formatted(listenerArn, priority);
  }

  /** Everything of the load balancer but the rule that is ours. */
  private List<String> foreign() {
    return account.describeFront(listener).stream()
        .filter(line -> !line.contains("shop.example.com"))
        .toList();
  }

  private Stream<String> ours() {
    return account.describeFront(listener).stream()
        .filter(line -> line.contains("shop.example.com"));
  }

  @Test
  void shouldAddOneRuleAndTouchNothingElseWhenListenerIsThereAlready() {
    // Given
    List<String> before = foreign();

    // When
    Pass pass = fleet.pass();

    // Then
    assertThat(pass.plan().counts()).containsEntry("Create", 4);
    assertThat(pass.outcomes().values()).allMatch(Outcome.Done.class::isInstance);
    assertThat(fleet.observe().present(existingRule(listener)))
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(rule.ownership()).isEqualTo(Ownership.OURS);
              assertThat(rule.live()).containsKeys("DNSName", "CanonicalHostedZoneId");
            });
    assertThat(fleet.plan().isEmpty()).isTrue();
    assertThat(ours()).hasSize(1);
    assertThat(foreign()).isEqualTo(before);
    assertThat(fleet.observe().findings()).isEmpty();
  }

  @Test
  void shouldMoveOnlyItsRuleWhenPriorityChanges() {
    // Given
    fleet.pass();
    List<String> before = foreign();
    fleet.becomes(Manifests.read(behind(200)));
    calls.forget();

    // When
    fleet.pass();

    // Then
    assertThat(calls.writes()).containsExactly("SetRulePriorities");
    assertThat(fleet.plan().isEmpty()).isTrue();
    assertThat(foreign()).isEqualTo(before);
  }

  private void assertSaysWhosePriorityItIs(@Nullable Outcome outcome) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed ->
                assertThat(failed.failure().sentence())
                    .contains(
                        "PriorityInUse", "priority 5", foreignRule, "choose another priority"));
  }

  @Test
  void shouldSayWhosePriorityItIsWhenAnotherRuleHasIt() {
    // Given
    fleet.becomes(Manifests.read(behind(FOREIGN_PRIORITY)));
    List<String> before = foreign();

    // When
    Outcome outcome = fleet.pass().outcomes().get(existingRule(listener));

    // Then
    assertSaysWhosePriorityItIs(outcome);
    assertThat(ours()).isEmpty();
    assertThat(foreign()).isEqualTo(before);
  }

  @Test
  void shouldSayWhosePriorityItIsAndDoTheRestWhenItsRuleShallHaveThatOfAnother() {
    // Given
    fleet.pass();
    List<String> before = foreign();
    fleet.becomes(
        Manifests.read(behind(FOREIGN_PRIORITY).replace("paths: [/shop/*]", "paths: [/store/*]")));

    // When
    Outcome outcome = fleet.pass().outcomes().get(existingRule(listener));

    // Then
    assertSaysWhosePriorityItIs(outcome);
    assertThat(ours()).singleElement().asString().contains("/store/*");
    assertThat(foreign()).isEqualTo(before);
  }

  @Test
  void shouldMakeItsRuleAgainWhenSomebodyDeletedIt() {
    // Given
    fleet.pass();
    List<String> before = foreign();
    String rule = fleet.observe().present(existingRule(listener)).getFirst().physicalId();
    account.loadBalancing().deleteRule(request -> request.ruleArn(rule));

    // When
    fleet.pass();

    // Then
    assertThat(ours()).hasSize(1);
    assertThat(fleet.plan().isEmpty()).isTrue();
    assertThat(foreign()).isEqualTo(before);
  }

  @Test
  void shouldTakeItsRuleFromTheFormerListenerWhenAnotherIsNamed() {
    // Given
    fleet.pass();
    String other = account.createForeignListenerBeside(listener, 8080);
    List<String> before = foreign();
    fleet.becomes(Manifests.read(behind(other, 100)));

    // When
    fleet.pass();
    fleet.pass();

    // Then
    assertThat(ours()).isEmpty();
    assertThat(fleet.observe().present(existingRule(other))).hasSize(1);
    assertThat(fleet.plan().isEmpty()).isTrue();
    assertThat(foreign()).isEqualTo(before);
  }

  @Test
  void shouldTakeItsRuleAndLeaveEverythingElseWhenDeleted() {
    // Given
    List<String> before = foreign();
    fleet.pass();
    account.letTimePass();

    // When
    for (int pass = 0; pass < 10 && !isGone(); pass++) {
      fleet.deletionPass();
      account.letTimePass();
    }

    // Then
    assertThat(isGone()).isTrue();
    assertThat(account.describeFront(listener)).isEqualTo(before);
  }
}
