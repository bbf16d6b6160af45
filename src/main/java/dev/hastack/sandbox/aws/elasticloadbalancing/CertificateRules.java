package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Certificates;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;

/**
 * Which certificates a listener may present: ELBv2 API reference, CreateListener and
 * AddListenerCertificates; "HTTPS listener certificates". Those of ACM must be of the same region
 * and issued. IAM is not modelled: whatever has the form of a server certificate's ARN is one.
 */
record CertificateRules(Certificates certificates) {
  private static final String OF_IAM = "arn:aws[\\w-]*:iam::\\d+:server-certificate/.+";
  private static final String OF_ACM = "arn:aws[\\w-]*:acm:[\\w-]+:\\d+:certificate/.+";

  /**
   * The certificates as a describe shows them.
   *
   * @throws ApiError if a listener cannot have one of them
   */
  List<Certificate> checked(List<Certificate> asked) {
    return asked.stream().map(Certificate::certificateArn).map(this::checked).toList();
  }

  private Certificate checked(@Nullable String arn) {
    if (arn == null || !arn.matches(OF_IAM + "|" + OF_ACM)) {
      throw new ApiError("ValidationError", "Certificate ARN '%s' is not valid".formatted(arn));
    }
    if (arn.matches(OF_ACM)) {
      mustBeIssued(arn);
    }
    return Certificate.builder().certificateArn(arn).build();
  }

  private void mustBeIssued(String arn) {
    if (!certificates.exists(arn)) {
      throw new ApiError("CertificateNotFound", "Certificate '%s' not found".formatted(arn));
    }
    if (!certificates.isIssued(arn)) {
      throw new ApiError(
          "UnsupportedCertificate",
          "The certificate '%s' must have a fully-qualified domain name, a supported signature, and a supported key size."
              .formatted(arn));
    }
  }
}
