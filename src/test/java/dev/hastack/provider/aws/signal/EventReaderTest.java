package dev.hastack.provider.aws.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.signal.Signal;
import dev.hastack.core.signal.Signal.Market;
import dev.hastack.provider.SignalFeed.Content;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One sample of each documented shape; numbers and ids are made up. */
class EventReaderTest {
  private static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void shouldReadAWarningWhoseResourceHasAZoneForARegionAndNoAccount() {
    assertThat(
            read(
                "aws.ec2",
                "EC2 Spot Instance Interruption Warning",
                "[\"arn:aws:ec2:us-east-1a:instance/i-0abc0\"]",
                "{'instance-id':'i-0abc0','instance-action':'terminate'}"))
        .isEqualTo(news(new Signal.InterruptionWarning("i-0abc0", TIME, Market.SPOT)));
  }

  @Test
  void shouldReadAWarningOfACapacityReservation() {
    assertThat(
            read(
                "aws.ec2",
                "EC2 Capacity Reservation Instance Interruption Warning",
                "[]",
                "{'instance-id':'i-0abc0','instance-action':'terminate'}"))
        .isEqualTo(
            news(new Signal.InterruptionWarning("i-0abc0", TIME, Market.CAPACITY_RESERVATION)));
  }

  @Test
  void shouldReadARecommendation() {
    assertThat(
            read(
                "aws.ec2",
                "EC2 Instance Rebalance Recommendation",
                "[]",
                "{'instance-id':'i-0abc0'}"))
        .isEqualTo(news(new Signal.RebalanceRecommendation("i-0abc0", TIME)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"stopping", "stopped", "shutting-down", "terminated"})
  void shouldReadThatAServerGoes(String state) {
    assertThat(stateChange(state)).isEqualTo(news(new Signal.ServerGoing("i-0abc0", TIME)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pending", "running"})
  void shouldReadNothingWhenAServerComes(String state) {
    assertThat(stateChange(state)).isEqualTo(news());
  }

  @Test
  void shouldReadATerminateHookFromTheBusFromItsOwnTargetAndThroughATopic() {
    // Given
    String detail =
        "'LifecycleActionToken':'t','AutoScalingGroupName':'web','LifecycleHookName':'hook',"
            + "'EC2InstanceId':'i-0abc0',"
            + "'LifecycleTransition':'autoscaling:EC2_INSTANCE_TERMINATING'";
    String direct =
        json(
            "{'Origin':'AutoScalingGroup','Destination':'EC2','Service':'AWS Auto Scaling',"
                + "'AccountId':'111122223333','Time':'2026-03-01T12:00:00.000Z',"
                + detail
                + "}");
    String wrapped =
        "{\"Type\":\"Notification\",\"Message\":\"" + direct.replace("\"", "\\\"") + "\"}";
    Content hook = news(new Signal.TerminateHook("i-0abc0", TIME, "web", "hook"));
    // When, then
    assertThat(
            read(
                "aws.autoscaling",
                "EC2 Instance-terminate Lifecycle Action",
                "[]",
                "{" + detail + "}"))
        .isEqualTo(hook);
    assertThat(EventReader.read(direct)).isEqualTo(hook);
    assertThat(EventReader.read(wrapped)).isEqualTo(hook);
  }

  @Test
  void shouldReadNothingFromATestNotification() {
    assertThat(
            EventReader.read(
                json(
                    "{'AccountId':'111122223333','RequestId':'r','AutoScalingGroupName':'web',"
                        + "'Service':'AWS Auto Scaling','Event':'autoscaling:TEST_NOTIFICATION',"
                        + "'Time':'2026-03-01T12:00:00.000Z'}")))
        .isEqualTo(news());
  }

  @Test
  void shouldReadAFailedLaunch() {
    assertThat(
            read(
                "aws.autoscaling",
                "EC2 Instance Launch Unsuccessful",
                "[]",
                "{'StatusCode':'Failed','AutoScalingGroupName':'web','ActivityId':'a',"
                    + "'StatusMessage':'There is no Spot capacity available','EC2InstanceId':''}"))
        .isEqualTo(
            news(new Signal.LaunchFailed("web", TIME, "There is no Spot capacity available")));
  }

  @Test
  void shouldReadEveryServerOfOnePageOfAHealthEvent() {
    assertThat(health("scheduledChange", "upcoming"))
        .isEqualTo(
            news(
                new Signal.Maintenance("i-0abc0", TIME, "AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED"),
                new Signal.Maintenance("i-0def0", TIME, "AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED")));
  }

  @Test
  void shouldReadNothingFromAHealthEventThatChangesNothing() {
    assertThat(health("issue", "open")).isEqualTo(news());
    assertThat(health("scheduledChange", "closed")).isEqualTo(news());
  }

  @Test
  void shouldSayWhichKindItDoesNotKnow() {
    assertThat(read("aws.s3", "Object Created", "[]", "{}"))
        .isEqualTo(new Content.UnknownKind("Object Created"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "[]",
        "\"text\"",
        "{}",
        "{'detail-type':''}",
        "{'detail-type':'EC2 Instance Rebalance Recommendation','time':'2026-03-01T12:00:00Z'}",
        "{'detail-type':'EC2 Instance Rebalance Recommendation',"
            + "'detail':{'instance-id':'i-0abc0'},'time':'yesterday'}",
        "{'Type':'Notification','Message':'neither'}",
      })
  void shouldCallGarbageWhatItCannotMakeSenseOf(String body) {
    assertThat(EventReader.read(json(body))).isInstanceOf(Content.Garbage.class);
  }

  private static Content stateChange(String state) {
    return read(
        "aws.ec2",
        "EC2 Instance State-change Notification",
        "[]",
        "{'instance-id':'i-0abc0','state':'" + state + "'}");
  }

  private static Content health(String category, String status) {
    return read(
        "aws.health",
        "AWS Health Event",
        "[]",
        "{'eventArn':'arn','service':'EC2','eventTypeCode':'AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED',"
            + "'eventTypeCategory':'"
            + category
            + "','statusCode':'"
            + status
            + "','startTime':'Sun, 8 Mar 2026 12:00:00 GMT','page':'1','totalPages':'2',"
            + "'affectedEntities':[{'entityValue':'i-0abc0'},{'entityValue':'vol-1'},"
            + "{'entityValue':'i-0def0'}]}");
  }

  private static Content read(String source, String kind, String resources, String detail) {
    return EventReader.read(
        json(
            "{'version':'0','id':'e','detail-type':'"
                + kind
                + "','source':'"
                + source
                + "','account':'111122223333','time':'2026-03-01T12:00:00Z','region':'us-east-1',"
                + "'resources':"
                + resources
                + ",'detail':"
                + detail
                + "}"));
  }

  private static Content news(Signal... signals) {
    return new Content.News(List.of(signals));
  }

  private static String json(String singleQuoted) {
    return singleQuoted.replace('\'', '"');
  }
}
