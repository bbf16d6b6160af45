package dev.hastack.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.outcome.ContinuationPolicy;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.stack.Place;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.engine.InternalPass;
import dev.hastack.engine.InternalStacks;
import dev.hastack.provider.aws.blueprint.SignalsDesign;
import dev.hastack.provider.aws.resource.EventRule;
import dev.hastack.provider.aws.resource.Queue;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The operator's own stack, on whatever plays AWS. */
abstract class InternalStackContract extends ProviderContract {
  private static final String CLUSTER = "cluster-1";
  private static final String REGION = "us-east-1";
  private static final ResourceId WARNING =
      new ResourceId(EventRule.KIND, "spot-interruption-warning");

  private AwsClients own;
  private AwsClients others;
  private AwsInternalStacks internal;
  private InternalStacks stacks;

  @BeforeEach
  void begin() {
    own = clientsOf(account.operatorsCredentials());
    others = clientsOf(account.credentials());
    var regions = new AwsRegions(own);
    internal = new AwsInternalStacks(regions, new AwsDiscovery(regions, now::get));
    stacks = new InternalStacks(internal, new ContinuationPolicy(Duration.ofSeconds(60)));
  }

  @AfterEach
  void end() {
    own.close();
    others.close();
  }

  @Test
  void shouldMakeKeepAndTakeAway() {
    // When
    InternalPass made = pass(true);

    // Then
    assertThat(made.whole()).isEqualTo(Outcome.done());
    assertThat(made.outputs()).containsKey(Queue.SIGNALS);
    assertThat(queueUrl()).isEqualTo(Optional.of(url(made)));
    calls.forget();
    assertThat(pass(true).plan().effective()).isEmpty();
    assertThat(calls.writes()).isEmpty();

    // When
    assertThat(pass(false).whole()).isEqualTo(Outcome.done());

    // Then
    assertThat(pass(false).released()).isTrue();
    assertThat(queueUrl()).isEmpty();
  }

  private Optional<String> queueUrl() {
    return internal.queueUrl(InternalStacks.id(CLUSTER, place()), place());
  }

  private static String url(InternalPass pass) {
    return String.valueOf(
        pass.outputs().getOrDefault(Queue.SIGNALS, Map.of()).get(Queue.OUTPUT_URL));
  }

  @Test
  void shouldPutBackWhatSomebodyChanged() {
    // Given
    pass(true);
    String url = url(pass(true));
    others
        .in(REGION)
        .sqs()
        .setQueueAttributes(
            request ->
                request
                    .queueUrl(url)
                    .attributes(
                        Map.of(
                            QueueAttributeName.VISIBILITY_TIMEOUT,
                            "1",
                            QueueAttributeName.POLICY,
                            "")));
    String rule = name(WARNING);
    others.in(REGION).events().disableRule(request -> request.name(rule));
    others.in(REGION).events().removeTargets(request -> request.rule(rule).ids("hastack"));

    // When
    InternalPass pass = pass(true);

    // Then
    assertThat(names(pass.plan(), Queue.SIGNALS))
        .containsExactly(Queue.VISIBILITY_TIMEOUT, Queue.POLICY);
    assertThat(names(pass.plan(), WARNING)).containsExactly(EventRule.STATE, EventRule.TARGET);
    assertThat(pass.whole()).isEqualTo(Outcome.done());
    assertThat(pass(true).plan().effective()).isEmpty();
  }

  @Test
  void shouldTouchNothingWhenSomebodyElseHasTheName() {
    // Given
    String rule = name(WARNING);
    String queue = name(Queue.SIGNALS);
    others
        .in(REGION)
        .events()
        .putRule(request -> request.name(rule).eventPattern("{\"source\":[\"theirs\"]}"));
    others.in(REGION).sqs().createQueue(request -> request.queueName(queue));

    // When
    InternalPass pass = pass(true);

    // Then
    assertThat(pass.whole()).isInstanceOf(Outcome.Failed.class);
    assertThat(pass.plan().obstacles()).containsOnlyKeys(WARNING, Queue.SIGNALS);
    assertThat(
            others.in(REGION).events().describeRule(request -> request.name(rule)).eventPattern())
        .isEqualTo("{\"source\":[\"theirs\"]}");
    assertThat(queueUrl()).isEmpty();

    // When
    pass(false);

    // Then
    assertThat(pass(false).released()).isTrue();
    assertThat(
            others.in(REGION).events().describeRule(request -> request.name(rule)).eventPattern())
        .isEqualTo("{\"source\":[\"theirs\"]}");
    assertThat(others.in(REGION).sqs().getQueueUrl(request -> request.queueName(queue)).queueUrl())
        .endsWith(queue);
  }

  private InternalPass pass(boolean wanted) {
    return stacks.pass(CLUSTER, place(), wanted, Objects.requireNonNull(now.get()));
  }

  private Place place() {
    return new Place(account.id(), REGION);
  }

  private String name(ResourceId id) {
    return SignalsDesign.design(InternalStacks.id(CLUSTER, place()), AwsArns.of(place()))
        .find(id)
        .orElseThrow()
        .physicalName();
  }
}
