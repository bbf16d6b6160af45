package dev.hastack.provider.aws.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.Place;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.AwsArns;
import dev.hastack.provider.aws.AwsNames;
import dev.hastack.provider.aws.resource.EventRule;
import dev.hastack.provider.aws.resource.JsonValues;
import dev.hastack.provider.aws.resource.Queue;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalsDesignTest {
  private static final Place PLACE = new Place("111122223333", "eu-west-1");
  private static final String CLUSTER = "7f1d-4a";

  @Test
  void shouldHaveTwoQueuesAndARuleForEachKindOfEvent() {
    assertThat(design(CLUSTER).resources())
        .extracting(each -> each.id().toString())
        .containsExactly(
            "Queue/signals-dlq",
            "Queue/signals",
            "EventRule/capacity-reservation-interruption",
            "EventRule/health",
            "EventRule/instance-state-change",
            "EventRule/launch-failures",
            "EventRule/rebalance-recommendation",
            "EventRule/spot-interruption-warning",
            "EventRule/terminate-hook");
    assertThat(design(CLUSTER).resources())
        .extracting(DesiredResource::id)
        .containsExactlyInAnyOrderElementsOf(SignalsDesign.ids());
  }

  @Test
  void shouldShareNoNameWithAnotherClusterOrPlace() {
    // Given
    List<String> names = names(design(CLUSTER));

    // Then
    assertThat(names)
        .allMatch(name -> name.matches("hastack-[a-z-]+-[0-9a-f]{8}"))
        .allMatch(name -> name.length() <= 64)
        .doesNotHaveDuplicates()
        .doesNotContainAnyElementsOf(names(design("another")))
        .doesNotContainAnyElementsOf(
            names(design(CLUSTER, new Place("111122223333", "eu-central-1"))))
        .doesNotContainAnyElementsOf(
            names(design(CLUSTER, new Place("444455556666", "eu-west-1"))));
  }

  @Test
  void shouldLetOnlyItsRulesSendAndNobodyWithoutTls() {
    // Given
    DesiredStack stack = design(CLUSTER);
    String senders =
        String.join(
            "\",\"",
            stack.resources().stream()
                .filter(each -> each.id().kind().equals(EventRule.KIND))
                .map(each -> "arn:aws:events:eu-west-1:111122223333:rule/" + each.physicalName())
                .sorted()
                .toList());

    // Then
    for (ResourceId id : List.of(Queue.SIGNALS, Queue.DEAD_LETTERS)) {
      String arn =
          "arn:aws:sqs:eu-west-1:111122223333:" + stack.find(id).orElseThrow().physicalName();
      assertThat(JsonValues.write(value(stack, id, Queue.POLICY)))
          .isEqualTo(
              """
              {"Statement":[{"Action":"sqs:SendMessage",\
              "Condition":{"ArnEquals":{"aws:SourceArn":["%2$s"]}},"Effect":"Allow",\
              "Principal":{"Service":"events.amazonaws.com"},"Resource":"%1$s",\
              "Sid":"RulesMaySend"},\
              {"Action":"sqs:*","Condition":{"Bool":{"aws:SecureTransport":"false"}},\
              "Effect":"Deny","Principal":{"AWS":"*"},"Resource":"%1$s","Sid":"OnlyWithTls"}],\
              "Version":"2012-10-17"}\
              """
                  .formatted(arn, senders));
    }
  }

  @Test
  void shouldSendToTheQueueAndDeadLettersToTheOther() {
    // Given
    DesiredStack stack = design(CLUSTER);
    String arns = "arn:aws:sqs:eu-west-1:111122223333:";
    String queue = arns + stack.find(Queue.SIGNALS).orElseThrow().physicalName();
    String deadLetters = arns + stack.find(Queue.DEAD_LETTERS).orElseThrow().physicalName();

    // Then
    assertThat(value(stack, Queue.SIGNALS, Queue.REDRIVE_POLICY))
        .hasToString("{deadLetterTargetArn=" + deadLetters + ", maxReceiveCount=5}");
    assertThat(stack.resources())
        .filteredOn(each -> each.id().kind().equals(EventRule.KIND))
        .hasSize(7)
        .allSatisfy(
            rule ->
                assertThat(value(stack, rule.id(), EventRule.TARGET))
                    .hasToString(
                        "{Arn="
                            + queue
                            + ", DeadLetterConfig.Arn="
                            + deadLetters
                            + ", RetryPolicy.MaximumEventAgeInSeconds=300}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "spot-interruption-warning | {\"detail-type\":[\"EC2 Spot Instance Interruption"
            + " Warning\"],\"source\":[\"aws.ec2\"]}",
        "instance-state-change |"
            + " {\"detail\":{\"state\":[\"shutting-down\",\"stopped\",\"stopping\",\"terminated\"]},\"detail-type\":[\"EC2"
            + " Instance State-change Notification\"],\"source\":[\"aws.ec2\"]}",
        "health | {\"detail\":{\"service\":[\"EC2\"]},\"detail-type\":[\"AWS Health"
            + " Event\"],\"source\":[\"aws.health\"]}"
      })
  void shouldPickNoMoreThanItNeeds(String rule, String pattern) {
    assertThat(
            JsonValues.write(
                value(
                    design(CLUSTER),
                    new ResourceId(EventRule.KIND, rule),
                    EventRule.EVENT_PATTERN)))
        .isEqualTo(pattern);
  }

  @Test
  void shouldHearOfItsOwnHooksAlone() {
    assertThat(
            value(
                    design(CLUSTER),
                    new ResourceId(EventRule.KIND, "terminate-hook"),
                    EventRule.EVENT_PATTERN)
                .toString())
        .contains("LifecycleHookName=[" + AwsNames.terminateHook(CLUSTER) + "]");
  }

  @Test
  void shouldKnowThePartitionWhenTheRegionIsInAnother() {
    // Given
    DesiredStack stack = design(CLUSTER, new Place("111122223333", "cn-north-1"));

    // Then
    assertThat(value(stack, Queue.SIGNALS, Queue.POLICY).toString())
        .contains("arn:aws-cn:sqs:cn-north-1:111122223333:", "arn:aws-cn:events:cn-north-1:")
        .doesNotContain("arn:aws:");
  }

  private static DesiredStack design(String cluster) {
    return design(cluster, PLACE);
  }

  private static DesiredStack design(String cluster, Place place) {
    return SignalsDesign.design(
        new StackId(cluster, "hastack-system", place.toString()), AwsArns.of(place));
  }

  private static List<String> names(DesiredStack stack) {
    return stack.resources().stream().map(DesiredResource::physicalName).toList();
  }

  private static Value value(DesiredStack stack, ResourceId id, String attribute) {
    return Objects.requireNonNull(
        stack.find(id).orElseThrow().spec().values().get(attribute), attribute);
  }
}
