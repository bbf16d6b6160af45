package dev.hastack.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.manifest.Manifest;
import dev.hastack.api.manifest.ManifestReader;
import dev.hastack.api.v1alpha1.ApplySpec;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.HAStackSpec;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.core.outcome.Continuation;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.Place;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import dev.hastack.engine.InternalPass;
import dev.hastack.engine.InternalStacks;
import dev.hastack.operator.SignalQueues.Inlet;
import dev.hastack.operator.SignalQueues.Known;
import dev.hastack.operator.SignalQueues.SignalQueue;
import dev.hastack.provider.Located;
import dev.hastack.provider.aws.resource.Queue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalQueuesTest {
  private static final Duration RESYNC = Duration.ofSeconds(60);
  private static final ManifestReader READER = new ManifestReader();
  private static final String ACCOUNT = "123456789012";
  private static final Place IRELAND = new Place(ACCOUNT, "eu-west-1");
  private static final Place VIRGINIA = new Place(ACCOUNT, "us-east-1");

  private final List<HAStack> stacks = new ArrayList<>();
  private final List<String> passes = new ArrayList<>();
  private final List<Place> asked = new ArrayList<>();
  private final MovingClock clock = new MovingClock();
  private boolean watching = true;
  private boolean leading = true;
  private Outcome whole = Outcome.done();
  private boolean queueSeen = true;
  private final RememberedPlaces memory = new RememberedPlaces();
  private SignalQueues queues = begin(Optional.empty());

  /** A clock that goes when it is told to. */
  private static final class MovingClock extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /** AWS in which every pass ends as the test says. */
  private final class ScriptedCloud implements SignalQueues.Cloud {
    @Override
    public Located locate(HAStack stack) {
      String region = Objects.requireNonNull(stack.getSpec().aws()).region();
      return new Located.At(new Place(ACCOUNT, region));
    }

    @Override
    public Optional<SignalQueue> queue(Place place) {
      asked.add(place);
      return queueSeen
          ? Optional.of(new SignalQueue(place.region(), url(place)))
          : Optional.empty();
    }

    @Override
    public InternalPass pass(String cluster, Place place, boolean wanted, Instant now) {
      passes.add((wanted ? "keep " : "remove ") + place.region());
      Map<ResourceId, Map<String, Value>> outputs =
          wanted && queueSeen
              ? Map.of(Queue.SIGNALS, Map.of(Queue.OUTPUT_URL, Value.text(url(place))))
              : Map.of();
      return new InternalPass(
          new Plan(InternalStacks.id(cluster, place), List.of(), List.of(), new TreeMap<>()),
          Map.of(),
          whole,
          outputs,
          !wanted && whole instanceof Outcome.Done,
          new Continuation(RESYNC));
    }
  }

  /** A memory that may be out of reach. */
  private static final class RememberedPlaces implements KnownPlaces {
    private final Set<Place> places = new HashSet<>();
    private boolean within = true;

    @Override
    public Optional<Set<Place>> recall() {
      return within ? Optional.of(Set.copyOf(places)) : Optional.empty();
    }

    @Override
    public boolean remember(Place place) {
      if (within) {
        places.add(place);
      }
      return within;
    }

    @Override
    public boolean forget(Place place) {
      if (within) {
        places.remove(place);
      }
      return within;
    }
  }

  private SignalQueues begin(Optional<String> foreignUrl) {
    return new SignalQueues(
        new ScriptedCloud(),
        () ->
            watching ? Optional.of(new Known("cluster-1", List.copyOf(stacks))) : Optional.empty(),
        () -> leading,
        foreignUrl.map(ForeignQueue::new),
        memory,
        clock);
  }

  @AfterEach
  void close() {
    queues.close();
  }

  @Test
  void shouldKeepOneForEachPlaceInWhichAStackDrains() {
    // Given
    stacks.add(stack("web", "eu-west-1", "Drain"));
    stacks.add(stack("shop", "eu-west-1", "Drain"));
    stacks.add(stack("blog", "us-east-1", "Drain"));
    stacks.add(stack("wiki", "us-west-2", "Ignore"));

    // When
    queues.look();

    // Then
    assertThat(passes).containsExactly("keep eu-west-1", "keep us-east-1");
    assertThat(queues.inlets())
        .isEqualTo(Map.of(IRELAND, ready(IRELAND), VIRGINIA, ready(VIRGINIA)));
  }

  @Test
  void shouldMakeNothingBeforeAPersonApprovedAnythingOfTheStack() {
    // Given
    HAStack stack = stack("web", "eu-west-1", "Drain");
    stack.setSpec(
        new HAStackSpec(
            stack.getSpec().capacity(),
            new ApplySpec(ApplySpec.Policy.OnApproval),
            stack.getSpec().drift(),
            stack.getSpec().deletion(),
            stack.getSpec().aws()));
    stack.setStatus(statusIn(IRELAND));
    stacks.add(stack);

    // When
    queues.look();

    // Then
    assertThat(passes).isEmpty();

    // When
    stack.setStatus(
        status(IRELAND, new HAStackStatus.LastChange("", "Create AutoScalingGroup/app")));
    queues.look();

    // Then
    assertThat(passes).containsExactly("keep eu-west-1");
  }

  @Test
  void shouldLookAgainOnlyWhenThePassSaidSo() {
    // Given
    stacks.add(stack("web", "eu-west-1", "Drain"));
    queues.look();

    // When
    after(Duration.ofSeconds(59));

    // Then
    assertThat(passes).hasSize(1);

    // When
    after(Duration.ofSeconds(1));

    // Then
    assertThat(passes).hasSize(2);
  }

  @Test
  void shouldRemoveTenMinutesAfterTheLastStack() {
    // Given
    stacks.add(stack("web", "eu-west-1", "Drain"));
    queues.look();
    stacks.clear();
    queues.look();

    // When
    after(SignalQueues.KEPT.minusSeconds(1));

    // Then
    assertThat(passes).containsExactly("keep eu-west-1");
    assertThat(queues.inlets()).containsOnlyKeys(IRELAND);

    // When
    after(Duration.ofSeconds(1));
    after(RESYNC);

    // Then
    assertThat(passes).containsExactly("keep eu-west-1", "remove eu-west-1");
    assertThat(queues.inlets()).isEmpty();
  }

  @Test
  void shouldBeginTheTenMinutesAnewWhenAStackCameBack() {
    // Given
    stacks.add(stack("web", "eu-west-1", "Drain"));
    queues.look();
    stacks.set(0, stack("web", "eu-west-1", "Ignore"));
    queues.look();
    after(Duration.ofMinutes(9));
    stacks.set(0, stack("web", "eu-west-1", "Drain"));
    after(Duration.ofSeconds(1));
    stacks.set(0, stack("web", "eu-west-1", "Ignore"));
    queues.look();

    // When
    after(Duration.ofMinutes(9));

    // Then
    assertThat(passes).containsExactly("keep eu-west-1", "keep eu-west-1");

    // When
    after(Duration.ofMinutes(1));

    // Then
    assertThat(passes).endsWith("remove eu-west-1");
  }

  @Test
  void shouldGoOnRemovingUntilNothingIsLeft() {
    // Given
    stacks.add(stack("web", "eu-west-1", "Ignore"));
    stacks.getFirst().setStatus(statusIn(IRELAND));
    whole = new Outcome.Waiting("it to be gone");
    queues.look();

    // When
    after(SignalQueues.KEPT);
    after(RESYNC);
    whole = Outcome.done();
    after(RESYNC);
    after(RESYNC);

    // Then
    assertThat(passes).containsExactly("remove eu-west-1", "remove eu-west-1", "remove eu-west-1");
  }

  @Test
  void shouldRemoveNothingWhileTheStacksAreNotKnown() {
    // Given
    stacks.add(stack("web", "eu-west-1", "Drain"));
    queues.look();
    watching = false;
    stacks.clear();

    // When
    after(SignalQueues.KEPT.multipliedBy(2));

    // Then
    assertThat(passes).containsExactly("keep eu-west-1", "keep eu-west-1");
    assertThat(queues.inlets()).containsOnlyKeys(IRELAND);
  }

  @Test
  void shouldNotRemoveWhatAStackMayWantAgainThatCannotBeSeen() {
    // Given
    stacks.add(stack("web", "eu-west-1", "Drain"));
    queues.look();
    stacks.clear();
    queues.look();

    // When
    watching = false;
    after(SignalQueues.KEPT.multipliedBy(2));

    // Then
    assertThat(passes).containsExactly("keep eu-west-1");
  }

  @Test
  void shouldDoNothingBeforeTheStacksAreKnown() {
    // Given
    stacks.add(stack("web", "eu-west-1", "Drain"));
    watching = false;

    // When
    queues.look();

    // Then
    assertThat(passes).isEmpty();
  }

  @Test
  void shouldDoNothingAndForgetTheTimeWhenAnotherReplicaLeads() {
    // Given
    stacks.add(stack("web", "eu-west-1", "Drain"));
    queues.look();
    stacks.set(0, stack("web", "eu-west-1", "Ignore"));
    stacks.getFirst().setStatus(statusIn(IRELAND));
    queues.look();

    // When
    leading = false;
    after(SignalQueues.KEPT);

    // Then
    assertThat(passes).hasSize(1);
    // Whoever drains while nobody can say who leads goes on with it.
    assertThat(queues.inlets()).containsKey(IRELAND);

    // When
    leading = true;
    after(Duration.ZERO);
    after(SignalQueues.KEPT.minusSeconds(1));

    // Then
    assertThat(passes).hasSize(1);

    // When
    after(Duration.ofSeconds(1));

    // Then
    assertThat(passes).endsWith("remove eu-west-1").hasSize(2);
  }

  @Test
  void shouldRememberTheQueueWhenItCannotBeRead() {
    // Given
    stacks.add(stack("web", "eu-west-1", "Drain"));
    queues.look();
    queueSeen = false;
    whole = new Outcome.Failed(new Failure(FailureKind.UNAUTHORIZED, "sqs:GetQueueUrl", "", "no"));

    // When
    after(RESYNC);

    // Then
    assertThat(queues.inlets())
        .isEqualTo(Map.of(IRELAND, new Inlet(ready(IRELAND).queue(), whole)));

    // When
    whole = new Outcome.Waiting("the name");
    after(RESYNC);

    // Then
    assertThat(queues.inlets()).isEqualTo(Map.of(IRELAND, new Inlet(Optional.empty(), whole)));
  }

  @ParameterizedTest
  @CsvSource({
    "https://sqs.us-east-1.amazonaws.com/1/events, us-east-1",
    "https://sqs.cn-north-1.amazonaws.com.cn/1/events, cn-north-1",
    "https://us-east-1.queue.amazonaws.com/1/events, us-east-1",
    "http://127.0.0.1:4566/1/events, eu-west-1"
  })
  void shouldMakeNothingAndRemoveWhatItMadeWhenTheQueueIsSomebodyElses(String url, String region) {
    // Given
    queues.close();
    queues = begin(Optional.of(url));
    stacks.add(stack("web", "eu-west-1", "Drain"));

    // When
    queues.look();
    after(SignalQueues.KEPT);

    // Then
    assertThat(passes).containsExactly("remove eu-west-1");
    assertThat(queues.inlets())
        .isEqualTo(
            Map.of(IRELAND, new Inlet(Optional.of(new SignalQueue(region, url)), Outcome.done())));
  }

  @Test
  void shouldRemoveWhatAPredecessorLeftWhereNoStackIsAnyMore() {
    // Given
    stacks.add(stack("web", "eu-west-1", "Drain"));
    queues.look();
    stacks.clear();
    queues.look();
    restart();

    // When
    queues.look();
    after(SignalQueues.KEPT.minusSeconds(1));

    // Then
    assertThat(passes).containsExactly("keep eu-west-1");

    // When
    after(Duration.ofSeconds(1));

    // Then
    assertThat(passes).containsExactly("keep eu-west-1", "remove eu-west-1");
    assertThat(memory.places).isEmpty();

    // When
    restart();
    queues.look();
    after(SignalQueues.KEPT);

    // Then
    assertThat(passes).hasSize(2);
  }

  @Test
  void shouldReceiveWhereItsPredecessorDidBeforeTheStacksAreKnown() {
    // Given
    memory.remember(IRELAND);
    watching = false;

    // When
    queues.look();

    // Then
    assertThat(passes).isEmpty();
    assertThat(queues.inlets()).isEqualTo(Map.of(IRELAND, ready(IRELAND)));

    // When
    watching = true;
    after(SignalQueues.KEPT.minusSeconds(1));
    after(SignalQueues.KEPT);

    // Then
    assertThat(queues.inlets()).isEmpty();
    assertThat(asked).containsExactly(IRELAND);
  }

  @Test
  void shouldNotAskForARememberedQueueWhenSomebodyElseMadeOne() {
    // Given
    memory.remember(IRELAND);
    queues.close();
    queues = begin(Optional.of("https://sqs.eu-west-1.amazonaws.com/1/theirs"));

    // When
    queues.look();

    // Then
    assertThat(asked).isEmpty();
  }

  @Test
  void shouldRememberAPlaceUntilNothingIsLeftThere() {
    // Given
    stacks.add(stack("web", "eu-west-1", "Drain"));
    queues.look();
    stacks.clear();
    queues.look();
    whole = new Outcome.Waiting("it to be gone");

    // When
    after(SignalQueues.KEPT);

    // Then
    assertThat(memory.places).containsExactly(IRELAND);

    // When
    memory.within = false;
    whole = Outcome.done();
    after(RESYNC);

    // Then
    assertThat(memory.places).containsExactly(IRELAND);

    // When
    memory.within = true;
    after(RESYNC);

    // Then
    assertThat(memory.places).isEmpty();
  }

  @Test
  void shouldKeepQueuesThatCannotBeRememberedAndTryAgain() {
    // Given
    memory.within = false;
    stacks.add(stack("web", "eu-west-1", "Drain"));

    // When
    queues.look();

    // Then
    assertThat(queues.inlets()).containsOnlyKeys(IRELAND);

    // When
    memory.within = true;
    after(RESYNC);

    // Then
    assertThat(memory.places).containsExactly(IRELAND);
  }

  @Test
  void shouldRecallWhatAnotherReplicaMadeWhenItLeadsAgain() {
    // Given
    queues.look();
    leading = false;
    queues.look();
    memory.places.add(VIRGINIA);

    // When
    leading = true;
    queues.look();
    after(SignalQueues.KEPT);

    // Then
    assertThat(passes).containsExactly("remove us-east-1");
  }

  @Test
  void shouldRemoveAgainWhatAnotherReplicaMadeAfterItWasGone() {
    // Given
    stacks.add(stack("web", "eu-west-1", "Drain"));
    queues.look();
    stacks.clear();
    queues.look();
    after(SignalQueues.KEPT);
    assertThat(passes).endsWith("remove eu-west-1");
    leading = false;
    queues.look();
    memory.places.add(IRELAND);

    // When
    leading = true;
    queues.look();
    after(SignalQueues.KEPT);

    // Then
    assertThat(passes).containsExactly("keep eu-west-1", "remove eu-west-1", "remove eu-west-1");
  }

  private void restart() {
    queues.close();
    queues = begin(Optional.empty());
  }

  private void after(Duration time) {
    clock.now = clock.now.plus(time);
    queues.look();
  }

  private static HAStack stack(String name, String region, String onInterruption) {
    Manifest manifest =
        READER.read(
            """
            apiVersion: hastack.dev/v1alpha1
            kind: HAStack
            metadata: {name: %s, namespace: team}
            spec:
              capacity: {min: 1, max: 2, desired: 1}
              aws:
                region: %s
                network: {subnetIds: [subnet-1, subnet-2], securityGroupIds: [sg-1]}
                fleet:
                  image: {id: ami-1}
                  instanceTypes: [{type: t3.medium}]
                spot: {onInterruption: %s}
            """
                .formatted(name, region, onInterruption));
    return switch (manifest) {
      case Manifest.Valid valid -> valid.stack();
      case Manifest.Invalid invalid -> throw new AssertionError(invalid.problems().toString());
    };
  }

  private static HAStackStatus statusIn(Place place) {
    return status(place, null);
  }

  private static HAStackStatus status(Place place, HAStackStatus.@Nullable LastChange lastChange) {
    return new HAStackStatus(
        1L,
        null,
        new HAStackStatus.Account(place.accountId(), place.region()),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        lastChange,
        null,
        null);
  }

  private static Inlet ready(Place place) {
    return new Inlet(Optional.of(new SignalQueue(place.region(), url(place))), Outcome.done());
  }

  private static String url(Place place) {
    return "https://sqs." + place.region() + ".amazonaws.com/signals";
  }
}
