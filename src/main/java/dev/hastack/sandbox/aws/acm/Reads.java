package dev.hastack.sandbox.aws.acm;

import dev.hastack.sandbox.aws.world.CurrentCall;
import dev.hastack.sandbox.aws.world.Page;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.DescribeCertificateRequest;
import software.amazon.awssdk.services.acm.model.DescribeCertificateResponse;
import software.amazon.awssdk.services.acm.model.ExtendedKeyUsage;
import software.amazon.awssdk.services.acm.model.KeyUsage;
import software.amazon.awssdk.services.acm.model.ListCertificatesRequest;
import software.amazon.awssdk.services.acm.model.ListCertificatesResponse;
import software.amazon.awssdk.services.acm.model.ListTagsForCertificateRequest;
import software.amazon.awssdk.services.acm.model.ListTagsForCertificateResponse;

/**
 * Shows certificates: ACM API reference, DescribeCertificate and ListCertificates. A list is in the
 * order of the ARNs; another order, and filters by the use of the key, are left out.
 */
record Reads(Store store, CurrentCall call) {
  private static final int MOST_A_PAGE = 1000;

  /** "Default filtering returns only RSA_1024 and RSA_2048 certificates" (Filters, keyTypes). */
  private static final List<String> USUAL_KEYS = List.of("RSA_1024", "RSA_2048");

  DescribeCertificateResponse describe(DescribeCertificateRequest request) {
    call.concerns(String.valueOf(request.certificateArn()));
    Instant asOf = call.readsAsOf();
    CertificateRow row = store.named(request.certificateArn(), asOf);
    return DescribeCertificateResponse.builder()
        .certificate(row.detail().toBuilder().inUseBy(store.usersOf(row.arn(), asOf)).build())
        .build();
  }

  ListCertificatesResponse list(ListCertificatesRequest request) {
    Instant asOf = call.readsAsOf();
    Predicate<CertificateDetail> wanted = wanted(request);
    List<CertificateSummary> chosen =
        store.all(asOf).stream()
            .map(CertificateRow::detail)
            .filter(wanted)
            .map(detail -> summary(detail, asOf))
            .toList();
    Page<CertificateSummary> page =
        Page.of(
            chosen,
            request.nextToken(),
            call.pageSize(request.maxItems(), MOST_A_PAGE, MOST_A_PAGE),
            "InvalidArgsException");
    return ListCertificatesResponse.builder()
        .certificateSummaryList(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  private static Predicate<CertificateDetail> wanted(ListCertificatesRequest request) {
    List<String> statuses = request.certificateStatusesAsStrings();
    List<String> keys =
        request.includes() == null || request.includes().keyTypes().isEmpty()
            ? USUAL_KEYS
            : request.includes().keyTypesAsStrings();
    return detail ->
        (statuses.isEmpty() || statuses.contains(detail.statusAsString()))
            && keys.contains(detail.keyAlgorithmAsString());
  }

  private CertificateSummary summary(CertificateDetail detail, Instant asOf) {
    return CertificateSummary.builder()
        .certificateArn(detail.certificateArn())
        .domainName(detail.domainName())
        .subjectAlternativeNameSummaries(detail.subjectAlternativeNames())
        .hasAdditionalSubjectAlternativeNames(false)
        .status(detail.status())
        .type(detail.type())
        .keyAlgorithm(detail.keyAlgorithm())
        .keyUsages(detail.keyUsages().stream().map(KeyUsage::name).toList())
        .extendedKeyUsages(detail.extendedKeyUsages().stream().map(ExtendedKeyUsage::name).toList())
        .inUse(!store.usersOf(detail.certificateArn(), asOf).isEmpty())
        .exported(false)
        .renewalEligibility(detail.renewalEligibility())
        .notBefore(detail.notBefore())
        .notAfter(detail.notAfter())
        .createdAt(detail.createdAt())
        .issuedAt(detail.issuedAt())
        .revokedAt(detail.revokedAt())
        .build();
  }

  ListTagsForCertificateResponse tags(ListTagsForCertificateRequest request) {
    call.concerns(String.valueOf(request.certificateArn()));
    CertificateRow row = store.named(request.certificateArn(), call.readsAsOf());
    return ListTagsForCertificateResponse.builder().tags(Tags.shown(row.tags())).build();
  }
}
