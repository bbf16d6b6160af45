package dev.hastack.sandbox.aws.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hastack.sandbox.aws.sqs.SignalWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which events a pattern asks for. */
class EventPatternTest {
  private static final String EVENT =
      """
      {"source":"aws.autoscaling","detail-type":"EC2 Instance-terminate Lifecycle Action",
       "resources":["arn:a","arn:b"],
       "detail":{"LifecycleHookName":"hastack-terminate","count":3,"ready":true,"none":null,
                 "Details":{"Availability Zone":"us-east-1a"},
                 "entities":[{"value":"i-1"},{"value":"i-2"}]}}
      """;

  private static boolean matches(String pattern) {
    return EventPattern.parse(pattern).matches(SignalWorld.json(EVENT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'source':['aws.ec2','aws.autoscaling']}",
        "{'source':['aws.autoscaling'],'detail':{'LifecycleHookName':['hastack-terminate']}}",
        "{'source':[{'prefix':'aws.'}]}",
        "{'source':[{'suffix':'scaling'}]}",
        "{'source':[{'equals-ignore-case':'AWS.AutoScaling'}]}",
        "{'resources':['arn:b','arn:c']}",
        "{'detail':{'count':[3.0]}}",
        "{'detail':{'ready':[true]}}",
        "{'detail':{'none':[null]}}",
        "{'detail':{'Details':{'Availability Zone':[{'anything-but':'us-east-1b'}]}}}",
        "{'detail':{'LifecycleHookName':[{'anything-but':{'prefix':'other-'}}]}}",
        "{'detail':{'missing':[{'exists':false}]}}",
        "{'detail':{'gone':{'deeper':[{'exists':false}]}}}",
        "{'detail':{'LifecycleHookName':[{'exists':true}]}}",
        "{'detail':{'entities':{'value':['i-2']}}}"
      })
  void shouldMatchWhenEachFieldHasOneOfItsValues(String pattern) {
    assertThat(matches(pattern.replace('\'', '"'))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'source':['aws.ec2']}",
        "{'source':['AWS.autoscaling']}",
        "{'source':['aws.autoscaling'],'detail':{'LifecycleHookName':['other']}}",
        "{'source':[{'prefix':'ec2'}]}",
        "{'resources':['arn:c']}",
        "{'detail':{'count':['3']}}",
        "{'detail':{'LifecycleHookName':[{'anything-but':['hastack-terminate','x']}]}}",
        "{'detail':{'LifecycleHookName':[{'anything-but':{'prefix':'hastack-'}}]}}",
        "{'detail':{'missing':['x']}}",
        "{'detail':{'missing':[{'anything-but':'x'}]}}",
        "{'detail':{'missing':[{'exists':true}]}}",
        "{'detail':{'LifecycleHookName':[{'exists':false}]}}",
        "{'detail':{'entities':{'value':['i-3']}}}"
      })
  void shouldNotMatchWhenAFieldHasNone(String pattern) {
    assertThat(matches(pattern.replace('\'', '"'))).isFalse();
  }

  @Test
  void shouldRefuseOperatorsThatAreNotModelled() {
    assertThatThrownBy(() -> EventPattern.parse("{\"a\":[{\"numeric\":[\">\",1]}]}"))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
