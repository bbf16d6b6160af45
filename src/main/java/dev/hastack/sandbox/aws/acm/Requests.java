package dev.hastack.sandbox.aws.acm;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Chance;
import dev.hastack.sandbox.aws.world.Foundation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;
import software.amazon.awssdk.services.acm.model.RequestCertificateRequest;
import software.amazon.awssdk.services.acm.model.RequestCertificateResponse;
import software.amazon.awssdk.services.acm.model.ValidationMethod;

/**
 * New certificates and their validation: ACM API reference, RequestCertificate. Validation by DNS
 * only, which here always succeeds after a while; by email, by HTTP, and private certificates are
 * not modelled.
 */
final class Requests {
  /** "Quotas", ACM user guide: domain names per certificate. */
  private static final int MOST_NAMES = 10;

  /** "Idempotency tokens time out after one hour." */
  private static final Duration TOKEN_LIVES = Duration.ofHours(1);

  private static final Pattern NAME =
      Pattern.compile("(\\*\\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\\.)+[A-Za-z0-9-]{1,62}");

  private record Earlier(String arn, List<String> names, Instant when) {}

  private final Foundation foundation;
  private final Store store;
  private final AcmOptions options;
  private final Map<String, Earlier> byToken = new TreeMap<>();

  Requests(Foundation foundation, Store store, AcmOptions options) {
    this.foundation = foundation;
    this.store = store;
    this.options = options;
  }

  RequestCertificateResponse request(RequestCertificateRequest request) {
    foundation.call().concerns(String.valueOf(request.domainName()));
    List<String> names = names(request);
    SortedMap<String, String> tags = Tags.byKey(request.tags());
    mustBeModelled(request);
    String token = request.idempotencyToken() == null ? "" : request.idempotencyToken();
    Earlier earlier = byToken.get(token);
    if (earlier != null && isRepeated(earlier, names)) {
      return RequestCertificateResponse.builder().certificateArn(earlier.arn()).build();
    }
    Instant now = foundation.time().now();
    String arn = store.nextArn();
    KeyAlgorithm algorithm =
        request.keyAlgorithm() == null ? KeyAlgorithm.RSA_2048 : request.keyAlgorithm();
    store.put(Details.requested(arn, names, algorithm, now), tags);
    if (!token.isEmpty()) {
      byToken.put(token, new Earlier(arn, names, now));
    }
    validate(arn);
    foundation.call().concerns(arn);
    return RequestCertificateResponse.builder().certificateArn(arn).build();
  }

  private static List<String> names(RequestCertificateRequest request) {
    if (request.domainName() == null) {
      throw new ApiError("ValidationException", "A domain name must be specified.");
    }
    List<String> names = Details.names(request.domainName(), request.subjectAlternativeNames());
    for (String name : names) {
      if (!NAME.matcher(name).matches()) {
        throw new ApiError("ValidationException", "The domain name '" + name + "' is not valid.");
      }
    }
    if (names.size() > MOST_NAMES) {
      throw new ApiError(
          "LimitExceededException",
          "Error: you have reached your limit of %d domain names per certificate."
              .formatted(MOST_NAMES));
    }
    return names;
  }

  private static void mustBeModelled(RequestCertificateRequest request) {
    boolean otherwise =
        request.validationMethod() != null && request.validationMethod() != ValidationMethod.DNS;
    if (otherwise || request.certificateAuthorityArn() != null) {
      throw new ApiError(
          501,
          "NotImplemented",
          "Only public certificates validated by DNS are modelled in this account");
    }
  }

  private boolean isRepeated(Earlier earlier, List<String> names) {
    return earlier.names().equals(names)
        && foundation.time().now().isBefore(earlier.when().plus(TOKEN_LIVES))
        && store.exists(earlier.arn());
  }

  private void validate(String arn) {
    if (options.isAtOnce()) {
      store.become(arn, CertificateStatus.ISSUED);
      return;
    }
    Duration wait =
        Chance.between(
            foundation.chance().of("validation " + arn), options.least(), options.most());
    foundation.time().after(wait, () -> store.validated(arn));
  }
}
