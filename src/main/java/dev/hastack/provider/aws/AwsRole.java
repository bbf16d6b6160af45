package dev.hastack.provider.aws;

import java.util.Optional;

/**
 * A role that the operator assumes.
 *
 * @param externalId what its trust policy asks for besides ("Access to AWS accounts owned by third
 *     parties", IAM user guide); empty where it asks for nothing
 */
public record AwsRole(String arn, Optional<String> externalId) {}
