package dev.hastack.sandbox.aws.acm;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.CertificateTransparencyLoggingPreference;
import software.amazon.awssdk.services.acm.model.CertificateType;
import software.amazon.awssdk.services.acm.model.DomainStatus;
import software.amazon.awssdk.services.acm.model.DomainValidation;
import software.amazon.awssdk.services.acm.model.ExtendedKeyUsage;
import software.amazon.awssdk.services.acm.model.ExtendedKeyUsageName;
import software.amazon.awssdk.services.acm.model.FailureReason;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;
import software.amazon.awssdk.services.acm.model.KeyUsage;
import software.amazon.awssdk.services.acm.model.KeyUsageName;
import software.amazon.awssdk.services.acm.model.RecordType;
import software.amazon.awssdk.services.acm.model.RenewalEligibility;
import software.amazon.awssdk.services.acm.model.ValidationMethod;

/** What a describe says of a certificate: ACM API reference, CertificateDetail. */
final class Details {
  /** "ACM certificate characteristics": 13 months. */
  private static final Duration VALIDITY = Duration.ofDays(395);

  private Details() {}

  /** The domain and its alternatives, each once, the domain first. */
  static List<String> names(String domain, List<String> alternatives) {
    var names = new LinkedHashSet<String>();
    names.add(domain);
    names.addAll(alternatives);
    return List.copyOf(names);
  }

  /** Waits for its validation by DNS. */
  static CertificateDetail requested(
      String arn, List<String> names, KeyAlgorithm algorithm, Instant now) {
    return CertificateDetail.builder()
        .certificateArn(arn)
        .domainName(names.getFirst())
        .subjectAlternativeNames(names)
        .domainValidationOptions(validations(arn, names, DomainStatus.PENDING_VALIDATION))
        .subject("CN=" + names.getFirst())
        .createdAt(now.truncatedTo(ChronoUnit.MILLIS))
        .status(CertificateStatus.PENDING_VALIDATION)
        .keyAlgorithm(algorithm)
        .type(CertificateType.AMAZON_ISSUED)
        .renewalEligibility(RenewalEligibility.INELIGIBLE)
        .options(
            options ->
                options.certificateTransparencyLoggingPreference(
                    CertificateTransparencyLoggingPreference.ENABLED))
        .build();
  }

  /** As the validation, or what becomes of the certificate later, leaves it. */
  static CertificateDetail becoming(
      CertificateDetail detail, CertificateStatus status, Instant now) {
    CertificateDetail.Builder changed = detail.toBuilder().status(status);
    boolean requested = detail.type() == CertificateType.AMAZON_ISSUED;
    return switch (status) {
      case ISSUED -> requested ? issued(changed, detail, now) : changed.build();
      case FAILED -> changed.failureReason(FailureReason.DOMAIN_VALIDATION_DENIED).build();
      case REVOKED -> changed.revokedAt(now.truncatedTo(ChronoUnit.MILLIS)).build();
      case PENDING_VALIDATION, INACTIVE, EXPIRED, VALIDATION_TIMED_OUT, UNKNOWN_TO_SDK_VERSION ->
          changed.build();
    };
  }

  private static CertificateDetail issued(
      CertificateDetail.Builder changed, CertificateDetail detail, Instant now) {
    Instant day = now.truncatedTo(ChronoUnit.DAYS);
    String algorithm = detail.keyAlgorithmAsString().startsWith("EC") ? "ECDSA" : "RSA";
    return changed
        .issuer("Amazon")
        .issuedAt(now.truncatedTo(ChronoUnit.MILLIS))
        .notBefore(day)
        .notAfter(day.plus(VALIDITY))
        .serial(serial(detail.certificateArn()))
        .signatureAlgorithm("SHA256WITH" + algorithm)
        .renewalEligibility(RenewalEligibility.ELIGIBLE)
        .keyUsages(
            KeyUsage.builder().name(KeyUsageName.DIGITAL_SIGNATURE).build(),
            KeyUsage.builder().name(KeyUsageName.KEY_ENCIPHERMENT).build())
        .extendedKeyUsages(
            ExtendedKeyUsage.builder()
                .name(ExtendedKeyUsageName.TLS_WEB_SERVER_AUTHENTICATION)
                .oid("1.3.6.1.5.5.7.3.1")
                .build())
        .domainValidationOptions(
            validations(
                detail.certificateArn(), detail.subjectAlternativeNames(), DomainStatus.SUCCESS))
        .build();
  }

  /** Sixteen octets. */
  private static String serial(String arn) {
    String digits = digits(arn);
    return digits.replaceAll("(..)(?!$)", "$1:");
  }

  private static String digits(String subject) {
    byte[] bytes = subject.getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(bytes).toString().replace("-", "");
  }

  /** A wildcard is validated by the record of the domain that it is of. */
  private static List<DomainValidation> validations(
      String arn, List<String> names, DomainStatus status) {
    var validations = new ArrayList<DomainValidation>();
    for (String name : names) {
      String domain = name.startsWith("*.") ? name.substring(2) : name;
      validations.add(
          DomainValidation.builder()
              .domainName(name)
              .validationDomain(name)
              .validationStatus(status)
              .validationMethod(ValidationMethod.DNS)
              .resourceRecord(
                  record ->
                      record
                          .name("_%s.%s.".formatted(digits(domain), domain))
                          .type(RecordType.CNAME)
                          .value("_%s.acm-validations.aws.".formatted(digits(arn + domain))))
              .build());
    }
    return validations;
  }
}
