package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.stack.Place;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import dev.hastack.engine.InternalPass;
import dev.hastack.provider.aws.AwsCallListener;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.resource.EventRule;
import dev.hastack.provider.aws.resource.Queue;
import dev.hastack.provider.aws.signal.QueueDepth;
import dev.hastack.sandbox.aws.front.CallFilter;
import dev.hastack.sandbox.aws.front.Fault;
import dev.hastack.sandbox.aws.front.FaultRule;
import dev.hastack.sandbox.aws.world.Events;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Tag;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The stack by which events reach the operator, on its good and bad days. */
class SignalStackTest {
  private static final ResourceId WARNING =
      new ResourceId(EventRule.KIND, "spot-interruption-warning");
  private static final int RESOURCES = 9;

  private final SignalAccount account = new SignalAccount();

  @AfterEach
  void close() {
    account.close();
  }

  @Test
  void shouldMakeEverythingInOnePassAndThenWriteNothing() {
    // When
    InternalPass first = account.pass(true);

    // Then
    assertThat(first.whole()).isEqualTo(Outcome.done());
    assertThat(first.outcomes()).hasSize(RESOURCES);
    assertThat(first.outputs().get(Queue.SIGNALS))
        .isEqualTo(Map.of(Queue.OUTPUT_URL, Value.text(account.url(account.name(Queue.SIGNALS)))));
    assertThat(account.shapes()).hasSize(RESOURCES);

    // When
    Instant then = account.mark();
    InternalPass second = account.pass(true);

    // Then
    assertThat(second.plan().isEmpty()).isTrue();
    assertThat(second.outputs().get(Queue.SIGNALS)).isEqualTo(first.outputs().get(Queue.SIGNALS));
    assertThat(second.continuation().after()).isEqualTo(Life.RESYNC);
    assertThat(account.writesSince(then)).isEmpty();
  }

  @Test
  void shouldLetOnlyEventsOfItsRulesIn() {
    // Given
    account.settle(true);
    account.events().putRule(request -> request.name("theirs").eventPattern(PATTERN));
    String queue = account.name(Queue.SIGNALS);
    account
        .events()
        .putTargets(
            request ->
                request
                    .rule("theirs")
                    .targets(
                        Target.builder()
                            .id("x")
                            .arn("arn:aws:sqs:us-east-1:" + SignalAccount.ACCOUNT + ":" + queue)
                            .build()));
    var region = account.aws().region(SignalAccount.ACCOUNT, SignalAccount.REGION);

    // When
    region
        .eventBridge()
        .events()
        .announce(
            new Events.Event(
                "aws.ec2",
                "EC2 Spot Instance Interruption Warning",
                account.aws().time().now(),
                List.of(),
                JsonNodeFactory.instance.objectNode().put("instance-id", "i-1")));
    account.aws().time().advance(Duration.ofMinutes(1));

    // Then
    assertThat(region.sqs().visible(queue)).isEqualTo(1);
  }

  @Test
  void shouldTellWhatWaitsInBothQueuesWhenAsked() {
    // Given
    account.settle(true);

    // When
    account
        .sqs()
        .sendMessage(
            request -> request.queueUrl(account.url(account.name(Queue.SIGNALS))).messageBody("x"));
    for (int message = 0; message < 2; message++) {
      account
          .sqs()
          .sendMessage(
              request ->
                  request.queueUrl(account.url(account.name(Queue.DEAD_LETTERS))).messageBody("y"));
    }

    // Then
    assertThat(account.waiting()).isEqualTo(new QueueDepth.Waiting(1, OptionalLong.of(2)));
  }

  private static final String PATTERN = "{\"source\":[\"aws.ec2\"]}";

  /** Somebody changes one thing. */
  private record Meddling(String what, Consumer<SignalAccount> how) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Meddling> meddlings() {
    return Stream.of(
        new Meddling(
            "rule disabled",
            there -> there.events().disableRule(request -> request.name(there.name(WARNING)))),
        new Meddling(
            "pattern changed",
            there ->
                there
                    .events()
                    .putRule(
                        request ->
                            request
                                .name(there.name(WARNING))
                                .state(RuleState.ENABLED)
                                .eventPattern(PATTERN))),
        new Meddling(
            "target removed",
            there ->
                there
                    .events()
                    .removeTargets(request -> request.rule(there.name(WARNING)).ids("hastack"))),
        new Meddling("target without limits", there -> target(there, target -> {})),
        new Meddling(
            "target with another input", there -> target(there, target -> target.input("{}"))),
        new Meddling(
            "rule deleted",
            there -> {
              there
                  .events()
                  .removeTargets(request -> request.rule(there.name(WARNING)).ids("hastack"));
              there.events().deleteRule(request -> request.name(there.name(WARNING)));
            }),
        new Meddling(
            "policy opened",
            there ->
                set(
                    there,
                    QueueAttributeName.POLICY,
                    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sqs:SendMessage\",\"Resource\":\"*\"}]}")),
        new Meddling("policy removed", there -> set(there, QueueAttributeName.POLICY, "")),
        new Meddling(
            "retention cut",
            there -> set(there, QueueAttributeName.MESSAGE_RETENTION_PERIOD, "60")),
        new Meddling("delayed", there -> set(there, QueueAttributeName.DELAY_SECONDS, "900")),
        new Meddling(
            "short visibility", there -> set(there, QueueAttributeName.VISIBILITY_TIMEOUT, "1")),
        new Meddling(
            "short polling",
            there -> set(there, QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS, "0")),
        new Meddling(
            "not encrypted",
            there -> set(there, QueueAttributeName.SQS_MANAGED_SSE_ENABLED, "false")),
        new Meddling(
            "encrypted by a key",
            there -> set(there, QueueAttributeName.KMS_MASTER_KEY_ID, "alias/aws/sqs")),
        new Meddling(
            "no dead letters", there -> set(there, QueueAttributeName.REDRIVE_POLICY, "")));
  }

  private static void target(SignalAccount there, Consumer<Target.Builder> change) {
    Target.Builder target =
        Target.builder()
            .id("hastack")
            .arn(
                "arn:aws:sqs:us-east-1:" + SignalAccount.ACCOUNT + ":" + there.name(Queue.SIGNALS));
    change.accept(target);
    there.events().putTargets(request -> request.rule(there.name(WARNING)).targets(target.build()));
  }

  private static void set(SignalAccount there, QueueAttributeName name, String value) {
    there
        .sqs()
        .setQueueAttributes(
            request ->
                request
                    .queueUrl(there.url(there.name(Queue.SIGNALS)))
                    .attributes(Map.of(name, value)));
  }

  @ParameterizedTest
  @MethodSource("meddlings")
  void shouldPutBackWhatSomebodyChanged(Meddling meddling) {
    // Given
    account.settle(true);
    List<String> before = account.shapes();
    meddling.how().accept(account);
    assertThat(account.shapes()).as("that something changed").isNotEqualTo(before);

    // When
    InternalPass pass = account.pass(true);

    // Then
    assertThat(pass.whole()).isEqualTo(Outcome.done());
    assertThat(pass.plan().effective()).hasSize(1);
    assertThat(account.shapes()).isEqualTo(before);
    assertThat(account.pass(true).plan().isEmpty()).isTrue();
  }

  @Test
  void shouldTakeUpAgainWhatSomebodyMarkedAsRetained() {
    // Given
    account.settle(true);
    String url = account.url(account.name(Queue.SIGNALS));
    account
        .sqs()
        .tagQueue(request -> request.queueUrl(url).tags(Map.of(AwsTags.RETAINED, "somebody")));
    String rule =
        account.events().describeRule(request -> request.name(account.name(WARNING))).arn();
    account
        .events()
        .tagResource(
            request ->
                request
                    .resourceARN(rule)
                    .tags(Tag.builder().key(AwsTags.RETAINED).value("somebody").build()));

    // When
    account.settle(true);

    // Then
    assertThat(account.sqs().listQueueTags(request -> request.queueUrl(url)).tags())
        .doesNotContainKey(AwsTags.RETAINED);
    assertThat(account.events().listTagsForResource(request -> request.resourceARN(rule)).tags())
        .noneMatch(tag -> tag.key().equals(AwsTags.RETAINED));
  }

  @Test
  void shouldWriteNothingWhenADocumentOnlyReadsDifferently() {
    // Given
    account.settle(true);
    String url = account.url(account.name(Queue.SIGNALS));
    String policy =
        Objects.requireNonNull(
            account
                .sqs()
                .getQueueAttributes(
                    request -> request.queueUrl(url).attributeNames(QueueAttributeName.POLICY))
                .attributes()
                .get(QueueAttributeName.POLICY));
    set(
        account,
        QueueAttributeName.POLICY,
        policy.replace("\"sqs:SendMessage\"", " [ \"sqs:SendMessage\" ] "));

    // Then
    assertThat(account.pass(true).plan().isEmpty()).isTrue();
  }

  @Test
  void shouldWaitForTheNameWhenTheQueueWasDeletedByHand() {
    // Given
    account.settle(true);
    List<String> before = account.shapes();
    account
        .sqs()
        .deleteQueue(request -> request.queueUrl(account.url(account.name(Queue.SIGNALS))));

    // When
    Instant then = account.mark();
    InternalPass pass = account.pass(true);

    // Then
    assertThat(pass.whole())
        .isInstanceOfSatisfying(
            Outcome.Waiting.class,
            waiting -> assertThat(waiting.what()).contains(account.name(Queue.SIGNALS)));
    assertThat(account.writesSince(then)).isEmpty();

    // When
    account.settle(true);

    // Then
    assertThat(account.shapes()).isEqualTo(before);
    assertThat(Duration.between(then, account.aws().time().now()))
        .isLessThan(Duration.ofSeconds(70));
  }

  @Test
  void shouldTouchNothingWhenSomebodyElseHasTheName() {
    // Given
    String rule = account.name(WARNING);
    String queue = account.name(Queue.SIGNALS);
    account.events().putRule(request -> request.name(rule).eventPattern(PATTERN));
    account.sqs().createQueue(request -> request.queueName(queue));
    List<String> before = account.shapes();

    // When
    for (boolean wanted : new boolean[] {true, true, false, false}) {
      InternalPass pass = account.pass(wanted);

      // Then
      if (wanted) {
        assertThat(pass.whole())
            .isInstanceOfSatisfying(
                Outcome.Failed.class,
                failed -> {
                  assertThat(failed.failure().kind()).isEqualTo(FailureKind.CONFLICT);
                  assertThat(failed.failure().code()).isEqualTo("NotOwned");
                });
        assertThat(pass.outputs()).doesNotContainKey(Queue.SIGNALS);
      }
      assertThat(account.shapes()).containsAll(before);
    }
    assertThat(account.shapes()).isEqualTo(before);
  }

  @Test
  void shouldTakeAwayEverythingRulesFirstWhenItIsNotWanted() {
    // Given
    account.settle(true);
    account
        .events()
        .putTargets(
            request ->
                request
                    .rule(account.name(WARNING))
                    .targets(
                        Target.builder()
                            .id("theirs")
                            .arn("arn:aws:sqs:us-east-1:" + SignalAccount.ACCOUNT + ":theirs")
                            .build()));

    // When
    Instant then = account.mark();
    InternalPass pass = account.pass(false);

    // Then
    assertThat(pass.whole()).isEqualTo(Outcome.done());
    assertThat(pass.released()).isFalse();
    assertThat(account.shapes()).isEmpty();
    assertThat(account.writesSince(then))
        .startsWith("events:RemoveTargets", "events:DeleteRule")
        .endsWith("sqs:DeleteQueue", "sqs:DeleteQueue");
    assertThat(account.pass(false).released()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldEndTheSameWhenTheOperatorDiesAtAnyWrite(boolean wanted) {
    // Given
    List<String> writes;
    List<String> expected;
    try (SignalAccount smooth = begun(wanted)) {
      smooth.restart(Fate.none());
      smooth.settle(wanted);
      writes = smooth.fate().writes();
      expected = smooth.shapes();
    }
    assertThat(writes).hasSizeGreaterThan(RESOURCES);

    // When
    for (Fate.Kind kind : Arrays.asList(Fate.Kind.values())) {
      IntStream.range(0, writes.size())
          .forEach(
              at -> {
                try (SignalAccount there = begun(wanted)) {
                  there.restart(Fate.of(kind, at));
                  there.settle(wanted);

                  // Then
                  assertThat(there.shapes())
                      .as("%s at %s of %s", kind, at, writes)
                      .isEqualTo(expected);
                }
              });
    }
  }

  private static SignalAccount begun(boolean wanted) {
    var there = new SignalAccount();
    if (!wanted) {
      there.settle(true);
    }
    return there;
  }

  static Stream<String> reads() {
    try (SignalAccount there = new SignalAccount()) {
      there.settle(true);
      Instant then = there.mark();
      there.restart(Fate.none());
      InternalPass unused = there.pass(true);
      return there.aws().record().calls(call -> !call.call().time().isBefore(then)).stream()
          .map(call -> call.call().action())
          .filter(action -> AwsCallListener.isRead(action.substring(action.indexOf(':') + 1)))
          .distinct()
          .sorted()
          .toList()
          .stream();
    }
  }

  @Test
  void shouldTryEveryReadThatTheOperatorHasACallFor() {
    assertThat(reads()).containsExactlyElementsOf(OperatorReads.of("events", "sqs", "sts"));
  }

  @ParameterizedTest
  @MethodSource("reads")
  void shouldWriteNothingThatDependsOnWhatCouldNotBeRead(String action) {
    // Given
    account.settle(true);
    List<String> before = account.shapes();
    String[] parts = action.split(":", -1);
    for (Fault trouble :
        List.of(
            new Fault.Denied(),
            new Fault.Throttled(),
            new Fault.Broken(),
            new Fault.LostRequest(Duration.ofSeconds(10)))) {
      account.restart(Fate.none());
      account
          .aws()
          .faults()
          .order(
              FaultRule.of(
                  trouble, CallFilter.of(parts[0], parts[1]).by("arn:aws:iam::*:user/operator")));

      for (boolean wanted : new boolean[] {true, false}) {
        // When
        Instant then = account.mark();
        InternalPass pass = account.pass(wanted);

        // Then
        assertThat(pass.whole()).as("%s, %s", trouble, wanted).isInstanceOf(Outcome.Failed.class);
        assertThat(pass.released()).isFalse();
        assertThat(account.writesSince(then)).as("%s, %s", trouble, wanted).isEmpty();
      }
      account.aws().faults().liftAll();
    }
    assertThat(account.shapes()).isEqualTo(before);
    assertThat(account.pass(true).plan().isEmpty()).isTrue();
  }

  @Test
  void shouldReadAndWriteNothingWhenCredentialsAreForAnotherAccount() {
    // When
    InternalPass pass = account.pass(new Place("444455556666", SignalAccount.REGION), true);

    // Then
    assertThat(pass.whole())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.failure().code()).isEqualTo("AccountMismatch"));
    assertThat(pass.released()).isFalse();
    assertThat(account.shapes()).isEmpty();
  }
}
