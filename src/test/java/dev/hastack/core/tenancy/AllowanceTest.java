package dev.hastack.core.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AllowanceTest {
  private static final Named PROFILE =
      new Named("instanceProfiles", "spec.aws.fleet.instanceProfile", "admin");
  private static final Named SUBNET =
      new Named("subnetIds", "spec.aws.network.subnetIds[0]", "subnet-0a");

  private final Allowance allowance =
      new Allowance(
          new Allowance.Lender("the AWSAccount production", "its spec."),
          Glob.all(List.of("eu-*")),
          new Allowance.Namespaces(Glob.all(List.of("shop")), Map.of("team", "web")),
          Map.of("instanceProfiles", Glob.all(List.of("app-*"))));

  @Test
  void shouldNameFieldValueAndRemedyOfEverythingThatIsNotAllowed() {
    // When
    Failure refusal =
        allowance.refusal("shop", Map.of(), "us-east-1", List.of(PROFILE, SUBNET)).orElseThrow();

    // Then
    assertThat(refusal.kind()).isEqualTo(FailureKind.UNAUTHORIZED);
    assertThat(refusal.code()).isEqualTo("NotAllowed");
    assertThat(refusal.sentence())
        .isEqualTo(
            "spec.aws.region is us-east-1, which the AWSAccount production does not allow; choose"
                + " one of its regions, or have it added to its spec.regions;"
                + " spec.aws.fleet.instanceProfile is admin, which the AWSAccount production does"
                + " not allow; name another, or have it added to its spec.allow.instanceProfiles;"
                + " spec.aws.network.subnetIds[0] is subnet-0a, which the AWSAccount production"
                + " does not allow; name another, or have it added to its spec.allow.subnetIds");
  }

  @Test
  void shouldCoverWhatItsGlobsStandFor() {
    assertThat(
            allowance.refusal(
                "shop",
                Map.of(),
                "eu-west-1",
                List.of(new Named(PROFILE.list(), PROFILE.field(), "app-web"))))
        .isEmpty();
  }

  @Test
  void shouldTellAStrangerNothingElse() {
    assertThat(
            allowance
                .refusal("lab", Map.of("team", "lab"), "us-east-1", List.of(PROFILE))
                .orElseThrow()
                .sentence())
        .contains("the namespace is lab")
        .doesNotContain("region", "instanceProfile");
  }

  @Test
  void shouldAdmitByLabelsOnlyThatNamespaceWhichHasThemAll() {
    assertThat(allowance.asksForLabels("shop")).isFalse();
    assertThat(allowance.asksForLabels("lab")).isTrue();
    assertThat(
            allowance.refusal(
                "lab", Map.of("team", "web", "tier", "front"), "eu-west-1", List.of()))
        .isEmpty();
    assertThat(allowance.refusal("lab", Map.of("tier", "front"), "eu-west-1", List.of()))
        .isPresent();
  }

  @Test
  void shouldAdmitNobodyWhenNothingIsSaid() {
    // Given
    var silent =
        new Allowance(
            new Allowance.Lender("the AWSAccount empty", "its spec."),
            List.of(),
            new Allowance.Namespaces(List.of(), Map.of()),
            Map.of());

    // Then
    assertThat(silent.asksForLabels("shop")).isFalse();
    assertThat(silent.refusal("shop", Map.of(), "eu-west-1", List.of())).isPresent();
  }

  @Test
  void shouldTakeAnyOfTheWordsForOneThing() {
    // Given
    var image = new Named("imageOwners", "the owner of ami-0a", "123456789012");
    var owners =
        new Allowance(
            new Allowance.Lender("the AWSAccount production", "its spec."),
            List.of(),
            new Allowance.Namespaces(List.of(), Map.of()),
            Map.of("imageOwners", Glob.all(List.of("self", "amazon"))));

    // Then
    assertThat(owners.refusal(image, List.of("amazon"))).isEmpty();
    assertThat(owners.refusal(image, List.of()))
        .get()
        .extracting(Failure::sentence)
        .asString()
        .contains("ami-0a", "123456789012", "its spec.allow.imageOwners");
  }

  @Test
  void shouldStayReadableWhenEverythingIsRefused() {
    assertThat(
            allowance
                .refusal("shop", Map.of(), "eu-west-1", Collections.nCopies(20, SUBNET))
                .orElseThrow()
                .sentence())
        .endsWith("; and 12 more");
  }
}
