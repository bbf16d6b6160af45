package dev.hastack.sandbox.aws.wire;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a signature says of the call it signs (IAM user guide, Elements of an AWS API request
 * signature). The signature itself is not verified.
 *
 * @param region empty where the call is unsigned
 */
record CredentialScope(String accessKeyId, String region, String signingName) {
  private static final Pattern CREDENTIAL =
      Pattern.compile("Credential=([^/,]+)/[0-9]+/([^/,]+)/([^/,]+)/aws4_request");

  /** STS alone takes unsigned calls, as AssumeRoleWithWebIdentity (STS API reference). */
  private static final CredentialScope UNSIGNED = new CredentialScope("", "", "sts");

  static CredentialScope of(WireRequest request) {
    Matcher credential = CREDENTIAL.matcher(request.header("Authorization").orElse(""));
    return credential.find()
        ? new CredentialScope(credential.group(1), credential.group(2), credential.group(3))
        : UNSIGNED;
  }
}
