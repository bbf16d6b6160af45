/** Tests of the AWS provider: what is pure by itself, the rest against an account. */
@NullMarked
package dev.hastack.provider.aws;

import org.jspecify.annotations.NullMarked;
