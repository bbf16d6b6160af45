package dev.hastack.sandbox.aws.rds;

import java.time.Instant;

/**
 * A paused cluster was woken.
 *
 * @param by what, for example {@code connection} or {@code DescribeDBLogFiles}
 */
public record Wake(Instant when, String by) {}
