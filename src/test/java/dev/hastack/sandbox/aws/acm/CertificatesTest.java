package dev.hastack.sandbox.aws.acm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hastack.sandbox.aws.elasticloadbalancing.LoadBalancingWorld;
import dev.hastack.sandbox.aws.world.ApiError;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.DomainStatus;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;
import software.amazon.awssdk.services.acm.model.Tag;
import software.amazon.awssdk.services.acm.model.ValidationMethod;

/** Certificates as ACM's API makes, shows and refuses them. */
class CertificatesTest {
  private static final Duration VALIDATED = Duration.ofMinutes(10);

  private final LoadBalancingWorld world = new LoadBalancingWorld(7);
  private final AcmClient acm = world.acm().service();

  private String request(String domain, String... alternatives) {
    return acm.requestCertificate(
            request ->
                request
                    .domainName(domain)
                    .subjectAlternativeNames(alternatives)
                    .validationMethod(ValidationMethod.DNS))
        .certificateArn();
  }

  private CertificateDetail described(String arn) {
    return acm.describeCertificate(request -> request.certificateArn(arn)).certificate();
  }

  private static void assertRefused(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ApiError.class, error -> assertThat(error.code()).isEqualTo(code));
  }

  @Test
  void shouldBeIssuedAfterAWhileWhenItIsRequested() {
    // When
    String arn = request("shop.example", "www.shop.example");

    // Then
    assertThat(described(arn).status()).isEqualTo(CertificateStatus.PENDING_VALIDATION);
    assertThat(described(arn).notAfter()).isNull();
    assertThat(world.acm().certificates().isIssued(arn)).isFalse();

    // When
    world.pass(VALIDATED);

    // Then
    CertificateDetail issued = described(arn);
    assertThat(issued.status()).isEqualTo(CertificateStatus.ISSUED);
    assertThat(issued.subjectAlternativeNames())
        .containsExactly("shop.example", "www.shop.example");
    assertThat(issued.domainValidationOptions())
        .allMatch(each -> each.validationStatus() == DomainStatus.SUCCESS)
        .allMatch(each -> each.resourceRecord().name().endsWith("shop.example."));
    assertThat(issued.notAfter()).isAfter(world.now());
    assertThat(world.acm().certificates().isIssued(arn)).isTrue();
  }

  @Test
  void shouldBeNoLongerIssuedWhenItsTimeIsOver() {
    // Given
    String arn = world.acm().provideCertificate("*.hastack.example");

    // When
    world.pass(Duration.ofDays(400));

    // Then
    assertThat(world.acm().certificates().isIssued(arn)).isFalse();
    assertThat(world.acm().certificates().exists(arn)).isTrue();
  }

  @Test
  void shouldStayAsItIsWhenItWasMadeToFailBeforeItsValidation() {
    // Given
    String arn = request("shop.example");

    // When
    world.acm().become(arn, CertificateStatus.FAILED);
    world.pass(VALIDATED);

    // Then
    assertThat(described(arn).status()).isEqualTo(CertificateStatus.FAILED);
  }

  @Test
  void shouldAnswerTheSameCertificateWhenATokenIsRepeatedWithinAnHour() {
    // Given
    String first = requestWithToken("once");

    // Then
    assertThat(requestWithToken("once")).isEqualTo(first);
    assertThat(requestWithToken("twice")).isNotEqualTo(first);

    // When
    world.pass(Duration.ofHours(1));

    // Then
    assertThat(requestWithToken("once")).isNotEqualTo(first);
  }

  private String requestWithToken(String token) {
    return acm.requestCertificate(
            request -> request.domainName("shop.example").idempotencyToken(token))
        .certificateArn();
  }

  @Test
  void shouldListByStatusAndUsualKeysWhenNothingElseIsAskedFor() {
    // Given
    String issued = world.acm().provideCertificate("*.hastack.example");
    String pending = request("shop.example");
    String elliptic =
        acm.requestCertificate(
                request ->
                    request.domainName("ec.example").keyAlgorithm(KeyAlgorithm.EC_PRIME256_V1))
            .certificateArn();

    // Then
    assertThat(acm.listCertificates().certificateSummaryList())
        .extracting(CertificateSummary::certificateArn)
        .containsExactlyInAnyOrder(issued, pending);
    assertThat(
            acm.listCertificates(request -> request.certificateStatuses(CertificateStatus.ISSUED))
                .certificateSummaryList())
        .extracting(CertificateSummary::certificateArn)
        .containsExactly(issued);
    assertThat(
            acm.listCertificates(
                    request -> request.includes(each -> each.keyTypes(KeyAlgorithm.EC_PRIME256_V1)))
                .certificateSummaryList())
        .extracting(CertificateSummary::certificateArn)
        .containsExactly(elliptic);
  }

  @Test
  void shouldGiveOneAfterAnotherWhenPagesAreAskedFor() {
    // Given
    IntStream.range(0, 3).forEach(each -> request("shop%d.example".formatted(each)));

    // When
    var first = acm.listCertificates(request -> request.maxItems(2));
    var second = acm.listCertificates(request -> request.nextToken(first.nextToken()));

    // Then
    assertThat(first.certificateSummaryList()).hasSize(2);
    assertThat(second.certificateSummaryList()).hasSize(1);
    assertThat(second.nextToken()).isNull();
  }

  @Test
  void shouldKeepTagsWhenTheyAreAddedAndRemoved() {
    // Given
    String arn = world.acm().provideCertificate("*.hastack.example");
    Tag team = Tag.builder().key("team").value("web").build();
    Tag stage = Tag.builder().key("stage").value("test").build();

    // When
    acm.addTagsToCertificate(request -> request.certificateArn(arn).tags(team, stage));
    acm.removeTagsFromCertificate(
        request ->
            request
                .certificateArn(arn)
                .tags(
                    Tag.builder().key("team").build(),
                    Tag.builder().key("stage").value("other").build()));

    // Then
    assertThat(acm.listTagsForCertificate(request -> request.certificateArn(arn)).tags())
        .containsExactly(stage);
  }

  @Test
  void shouldBeGoneWhenItIsDeleted() {
    // Given
    String arn = request("shop.example");

    // When
    acm.deleteCertificate(request -> request.certificateArn(arn));
    world.pass(VALIDATED);

    // Then
    assertRefused("ResourceNotFoundException", () -> described(arn));
    assertThat(world.acm().certificates().exists(arn)).isFalse();
  }

  @Test
  void shouldRefuseWhatAcmRefuses() {
    // Then
    assertRefused("InvalidArnException", () -> described("arn:aws:iam::123456789012:user/eve"));
    assertRefused("ValidationException", () -> request("not a domain"));
    assertRefused("ValidationException", () -> request("shop.example", "-.example"));
    assertRefused(
        "LimitExceededException", () -> request("shop.example", names(10).toArray(String[]::new)));
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj("a%d.example"::formatted).toList();
  }

  @Test
  void shouldBeIssuedInTheAnswerWhenTheAccountIsSoInclined() {
    // Given
    var prompt = new AcmRegion(world.foundation(), AcmOptions.atOnce());

    // When
    String arn =
        prompt
            .service()
            .requestCertificate(request -> request.domainName("shop.example"))
            .certificateArn();

    // Then
    assertThat(prompt.certificates().isIssued(arn)).isTrue();
  }
}
