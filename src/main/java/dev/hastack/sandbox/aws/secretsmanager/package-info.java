/**
 * Secrets Manager of a simulated account: the secrets that other services keep there. {@link
 * dev.hastack.sandbox.aws.secretsmanager.SecretsRegion} is the way in.
 */
@NullMarked
package dev.hastack.sandbox.aws.secretsmanager;

import org.jspecify.annotations.NullMarked;
