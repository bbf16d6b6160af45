package dev.hastack.sandbox.aws.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PolicyDocumentTest {
  private static final String GROUP =
      "arn:aws:autoscaling:us-east-1:111122223333:autoScalingGroup:*:autoScalingGroupName/web";
  private static final Rights RIGHTS =
      Rights.of(
          """
          {"Version": "2012-10-17", "Statement": [
            {"Sid": "Own", "Effect": "Allow", "Action": ["autoscaling:Update*"], "Resource": "*",
             "Condition": {"StringEquals": {"aws:ResourceTag/team": ["web", "shop"]}}},
            {"Effect": "Allow", "Action": "iam:PassRole", "Resource": ["arn:aws:iam::*:role/web-*"],
             "Condition": {"StringLike": {"iam:PassedToService": "ec2.*"}}}]}
          """);

  private static Requirement update(Optional<Map<String, String>> tags) {
    return new Requirement("autoscaling:UpdateAutoScalingGroup", GROUP, Map.of()).withTags(tags);
  }

  private static Requirement passRole(String role, Map<String, String> context) {
    return new Requirement("iam:PassRole", "arn:aws:iam::111122223333:role/" + role, context);
  }

  @Test
  void shouldAskForTheTagsOfTheResource() {
    assertThat(RIGHTS.allow(update(Optional.of(Map.of("team", "shop"))))).isTrue();
    assertThat(RIGHTS.allow(update(Optional.of(Map.of("team", "shop-2"))))).isFalse();
    assertThat(RIGHTS.allow(update(Optional.of(Map.of())))).isFalse();
  }

  @Test
  void shouldLeaveItToTheServiceToSayThatSomethingIsNotThere() {
    assertThat(RIGHTS.allow(update(Optional.empty()))).isTrue();
  }

  @Test
  void shouldAskForResourceAndContextTogether() {
    Map<String, String> toServers = Map.of("iam:PassedToService", "ec2.amazonaws.com");

    assertThat(RIGHTS.allow(passRole("web-server", toServers))).isTrue();
    assertThat(RIGHTS.allow(passRole("admin", toServers))).isFalse();
    assertThat(RIGHTS.allow(passRole("web-server", Map.of()))).isFalse();
  }

  @Test
  void shouldRefuseWhatIsNotModelled() {
    assertThatThrownBy(() -> Rights.of("{\"Statement\": {\"Effect\": \"Deny\"}}"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> Rights.of("{\"Statement\": {\"NotAction\": \"*\"}}"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(
            () ->
                Rights.of(
                    "{\"Statement\": {\"Effect\": \"Allow\", \"Condition\": {\"Bool\": {}}}}"))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
