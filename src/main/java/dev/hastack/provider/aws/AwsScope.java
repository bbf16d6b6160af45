package dev.hastack.provider.aws;

/**
 * What clients, inventory and budgets are kept by.
 *
 * @param accountId 12 digits
 * @param region for example {@code eu-west-1}
 */
public record AwsScope(String accountId, String region) {}
