package dev.hastack.sandbox.aws.front;

import static dev.hastack.sandbox.aws.front.FrontUnderTest.ACCOUNT;
import static dev.hastack.sandbox.aws.front.FrontUnderTest.ALICE;
import static dev.hastack.sandbox.aws.front.FrontUnderTest.ALICE_HERSELF;
import static dev.hastack.sandbox.aws.front.FrontUnderTest.OTHER_ACCOUNT;
import static dev.hastack.sandbox.aws.front.FrontUnderTest.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.Credentials;

class AccessTest {
  private final FrontUnderTest front = new FrontUnderTest(SimulationOptions.calm(1));
  private final StsClient sts = front.client(StsClient.builder(), ALICE);

  @Test
  void shouldSayWhoCallsWhenKeyIsKnown() {
    // When
    var identity = sts.getCallerIdentity();

    // Then
    assertThat(identity.account()).isEqualTo(ACCOUNT);
    assertThat(identity.arn()).isEqualTo("arn:aws:iam::111122223333:user/alice");
    assertThat(identity.userId()).startsWith("AIDA").hasSize(20);
  }

  @Test
  void shouldRefuseInEachServicesWordsWhenKeyIsUnknown() {
    // When / Then
    assertRefused(
        () -> front.client(Ec2Client.builder(), STRANGER).describeInstances(), 401, "AuthFailure");
    assertRefused(
        () -> front.client(AutoScalingClient.builder(), STRANGER).describeAutoScalingGroups(),
        403,
        "InvalidClientTokenId");
    assertRefused(
        () -> front.client(StsClient.builder(), STRANGER).getCallerIdentity(),
        403,
        "InvalidClientTokenId");
    assertRefused(
        () -> front.client(SsmClient.builder(), STRANGER).getParameter(each -> each.name("x")),
        400,
        "UnrecognizedClientException");
    assertThat(front.aws().record().calls())
        .allSatisfy(each -> assertThat(each.call().principalArn()).isEqualTo("unknown"));
  }

  @Test
  void shouldRefuseWhenKeyIsWithdrawn() {
    // Given
    front.aws().keys().withdraw(ALICE);

    // When / Then
    assertRefused(sts::getCallerIdentity, 403, "InvalidClientTokenId");
  }

  @Test
  void shouldShowEachAccountItsOwnWhenKeysAreOfTwo() {
    // Given
    front.aws().keys().issue("AKIABOB", Principal.user(OTHER_ACCOUNT, "bob"));
    front.create("web");

    // When
    var foreign = front.client(AutoScalingClient.builder(), "AKIABOB").describeAutoScalingGroups();

    // Then
    assertThat(foreign.autoScalingGroups()).isEmpty();
    assertThat(front.groups()).containsExactly("web");
  }

  @Test
  void shouldActInTheRolesAccountUntilItsKeysExpire() {
    // Given
    front
        .aws()
        .roles()
        .add(Role.of(OTHER_ACCOUNT, "deploy", ALICE_HERSELF.arn()).askingFor("ticket"));

    // When
    AssumeRoleResponse assumed = assume("deploy", "ticket");
    Credentials keys = assumed.credentials();
    StsClient assumedSts = front.client(StsClient.builder(), keys.accessKeyId());

    // Then
    assertThat(assumedSts.getCallerIdentity().account()).isEqualTo(OTHER_ACCOUNT);
    assertThat(assumedSts.getCallerIdentity().arn())
        .isEqualTo("arn:aws:sts::444455556666:assumed-role/deploy/test")
        .isEqualTo(assumed.assumedRoleUser().arn());
    front.aws().time().advance(Duration.ofHours(1));
    assertRefused(assumedSts::getCallerIdentity, 403, "ExpiredToken");
    assertRefused(
        () -> front.client(Ec2Client.builder(), keys.accessKeyId()).describeInstances(),
        400,
        "RequestExpired");
  }

  @Test
  void shouldDenyRoleWhenExternalIdIsWrongOrCallerIsNotTrusted() {
    // Given
    front.aws().roles().add(Role.of(OTHER_ACCOUNT, "deploy", "*:user/alice").askingFor("ticket"));
    front.aws().roles().add(Role.of(OTHER_ACCOUNT, "admin", "*:user/root"));

    // When / Then
    assertRefused(() -> assume("deploy", "guess"), 403, "AccessDenied");
    assertRefused(() -> assume("admin", "ticket"), 403, "AccessDenied")
        .hasMessageContaining(
            "User: arn:aws:iam::111122223333:user/alice is not authorized to perform:"
                + " sts:AssumeRole on resource: arn:aws:iam::444455556666:role/admin");
    assertRefused(() -> assume("nobody", "ticket"), 403, "AccessDenied");
  }

  @Test
  void shouldRefuseSessionThatIsTooLong() {
    // Given
    front.aws().roles().add(Role.of(ACCOUNT, "deploy", "*"));

    // When / Then
    assertRefused(
            () ->
                sts.assumeRole(
                    request ->
                        request
                            .roleArn("arn:aws:iam::111122223333:role/deploy")
                            .roleSessionName("test")
                            .durationSeconds(7200)),
            400,
            "ValidationError")
        .hasMessageContaining("MaxSessionDuration");
  }

  @Test
  void shouldDenyInEachServicesWordsWhenRightIsMissing() {
    // Given
    front.aws().keys().issue(ALICE, ALICE_HERSELF.with(Rights.none()));

    // When / Then
    assertRefused(() -> front.ec2().describeInstances(), 403, "UnauthorizedOperation")
        .hasMessageContaining(
            "User: arn:aws:iam::111122223333:user/alice is not authorized to perform:"
                + " ec2:DescribeInstances");
    assertRefused(front::groups, 403, "AccessDenied")
        .hasMessageContaining("autoscaling:DescribeAutoScalingGroups");
    assertRefused(
            () -> front.client(SsmClient.builder(), ALICE).getParameter(each -> each.name("x")),
            400,
            "AccessDeniedException")
        .hasMessageContaining("ssm:GetParameter");
    assertThat(sts.getCallerIdentity().account()).isEqualTo(ACCOUNT);
  }

  @Test
  void shouldLeaveNoEffectWhenDependentRightIsMissing() {
    // Given
    Rights withoutRole = Rights.none().and("autoscaling:*", "iam:CreateServiceLinkedRole");
    front.aws().keys().issue(ALICE, ALICE_HERSELF.with(withoutRole));

    // When / Then
    assertRefused(() -> front.create("web"), 403, "AccessDenied")
        .hasMessageContaining("iam:PassRole on resource: arn:aws:iam::111122223333:role/web");
    assertThat(front.groups()).isEmpty();
    front
        .aws()
        .keys()
        .issue(
            ALICE,
            ALICE_HERSELF.with(
                withoutRole.and(List.of("iam:PassRole"), List.of("arn:aws:iam::*:role/w?b"))));
    front.create("web");
    assertThat(front.groups()).containsExactly("web");
  }

  @Test
  void shouldDenyWhenRightIsToAnotherResource() {
    // Given
    Rights otherRole =
        Rights.none()
            .and("autoscaling:*", "iam:CreateServiceLinkedRole")
            .and(List.of("iam:PassRole"), List.of("arn:aws:iam::*:role/db"));
    front.aws().keys().issue(ALICE, ALICE_HERSELF.with(otherRole));

    // When / Then
    assertRefused(() -> front.create("web"), 403, "AccessDenied")
        .hasMessageContaining("iam:PassRole on resource: arn:aws:iam::111122223333:role/web");
  }

  @Test
  void shouldRememberWhichRightsWereNeeded() {
    // When
    front.create("web");
    front.groups();

    // Then
    assertThat(front.aws().usedRights().of(ALICE_HERSELF.arn()))
        .containsOnly(
            Map.entry(
                "autoscaling:CreateAutoScalingGroup",
                sorted(
                    "arn:aws:autoscaling:us-east-1:111122223333:autoScalingGroup:*"
                        + ":autoScalingGroupName/web")),
            Map.entry("autoscaling:DescribeAutoScalingGroups", sorted("*")),
            Map.entry(
                "iam:CreateServiceLinkedRole",
                sorted(
                    "arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com"
                        + "/AWSServiceRoleForAutoScaling")),
            Map.entry("iam:PassRole", sorted("arn:aws:iam::111122223333:role/web")));
  }

  private AssumeRoleResponse assume(String role, String externalId) {
    return sts.assumeRole(
        request ->
            request
                .roleArn("arn:aws:iam::444455556666:role/" + role)
                .roleSessionName("test")
                .externalId(externalId));
  }

  private static SortedSet<String> sorted(String... items) {
    return new TreeSet<>(Set.of(items));
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      ThrowingCallable call, int status, String code) {
    return assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            refused -> {
              assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(refused.statusCode()).isEqualTo(status);
            });
  }
}
