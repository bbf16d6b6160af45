package dev.hastack.sandbox.aws.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hastack.sandbox.aws.sqs.SignalWorld;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.InvalidEventPatternException;
import software.amazon.awssdk.services.eventbridge.model.LimitExceededException;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;
import software.amazon.awssdk.services.eventbridge.model.Rule;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Tag;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** Rules and their targets as EventBridge's API makes, shows and refuses them. */
class RulesTest {
  private static final String PATTERN = "{\"source\":[\"aws.ec2\"]}";

  private final SignalWorld world = new SignalWorld();

  private void put(String name) {
    world.events.putRule(request -> request.name(name).eventPattern(PATTERN));
  }

  private static Target target(int number) {
    return Target.builder().id("t" + number).arn(SignalWorld.queueArn("q" + number)).build();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private List<Tag> tags() {
    return world
        .events
        .listTagsForResource(request -> request.resourceARN(SignalWorld.ruleArn("spot")))
        .tags();
  }

  @Test
  void shouldReplaceARuleButNotItsTagsAndTargetsWhenItIsPutAgain() {
    // Given
    world.events.putRule(
        request ->
            request
                .name("spot")
                .eventPattern(PATTERN)
                .description("ours")
                .state(RuleState.DISABLED)
                .tags(tag("owner", "a")));
    world.events.putTargets(request -> request.rule("spot").targets(target(1)));

    // When
    String arn =
        world
            .events
            .putRule(request -> request.name("spot").eventPattern(PATTERN).tags(tag("owner", "b")))
            .ruleArn();

    // Then
    var rule = world.events.describeRule(request -> request.name("spot"));
    assertThat(arn).isEqualTo(SignalWorld.ruleArn("spot")).isEqualTo(rule.arn());
    assertThat(rule.description()).isNull();
    assertThat(rule.state()).isEqualTo(RuleState.ENABLED);
    assertThat(rule.eventPattern()).isEqualTo(PATTERN);
    assertThat(tags()).containsExactly(tag("owner", "a"));
    assertThat(world.events.listTargetsByRule(request -> request.rule("spot")).targets())
        .containsExactly(target(1));
  }

  @Test
  void shouldRefuseWhatIsNoPatternAndWhatIsNotThere() {
    for (String wrong :
        List.of("", "[]", "{}", "{\"source\":\"aws.ec2\"}", "{\"source\":[]}", "{\"a\":[[1]]}")) {
      assertThatThrownBy(
              () -> world.events.putRule(request -> request.name("spot").eventPattern(wrong)))
          .as(wrong)
          .isInstanceOf(InvalidEventPatternException.class);
    }
    assertThatThrownBy(() -> world.events.describeRule(request -> request.name("spot")))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(
            () -> world.events.putTargets(request -> request.rule("spot").targets(target(1))))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> world.events.listRules(request -> request.eventBusName("mine")))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void shouldListByPrefixAndInPages() {
    // Given
    List.of("app-a", "app-b", "other").forEach(this::put);

    // When
    var first = world.events.listRules(request -> request.namePrefix("app").limit(1));
    var second =
        world.events.listRules(
            request -> request.namePrefix("app").limit(1).nextToken(first.nextToken()));

    // Then
    assertThat(first.rules()).extracting(Rule::name).containsExactly("app-a");
    assertThat(second.rules()).extracting(Rule::name).containsExactly("app-b");
    assertThat(second.nextToken()).isNull();
  }

  @Test
  void shouldNotDeleteARuleThatHasTargets() {
    // Given
    put("spot");
    world.events.putTargets(request -> request.rule("spot").targets(target(1), target(2)));

    // Then
    assertThatThrownBy(() -> world.events.deleteRule(request -> request.name("spot")))
        .isInstanceOf(EventBridgeException.class)
        .hasMessageContaining("has targets");

    // When
    int failed =
        world
            .events
            .removeTargets(request -> request.rule("spot").ids("t1", "t2"))
            .failedEntryCount();
    world.events.deleteRule(request -> request.name("spot"));

    // Then
    assertThat(failed).isZero();
    assertThat(world.events.listRules(request -> {}).rules()).isEmpty();
  }

  @Test
  void shouldTakeFiveTargetsAndRetryPoliciesWithinBounds() {
    // Given
    put("spot");
    world.events.putTargets(
        request ->
            request
                .rule("spot")
                .targets(IntStream.range(0, 5).mapToObj(RulesTest::target).toList()));

    // Then
    assertThatThrownBy(
            () -> world.events.putTargets(request -> request.rule("spot").targets(target(5))))
        .isInstanceOf(LimitExceededException.class);
    for (int wrong : List.of(59, 86_401)) {
      Target hasty =
          target(0).toBuilder()
              .retryPolicy(policy -> policy.maximumEventAgeInSeconds(wrong))
              .build();
      assertThatThrownBy(
              () -> world.events.putTargets(request -> request.rule("spot").targets(hasty)))
          .isInstanceOf(EventBridgeException.class)
          .hasMessageContaining("maximumEventAgeInSeconds");
    }
  }

  @Test
  void shouldTagAndUntagARule() {
    // Given
    put("spot");
    String arn = SignalWorld.ruleArn("spot");

    // When
    world.events.tagResource(
        request -> request.resourceARN(arn).tags(tag("a", "1"), tag("b", "2")));
    world.events.untagResource(request -> request.resourceARN(arn).tagKeys("a"));

    // Then
    assertThat(tags()).containsExactly(tag("b", "2"));
  }
}
