/**
 * The Key Management Service of a simulated account: keys, their aliases and states. Nothing is
 * encrypted here. {@link dev.hastack.sandbox.aws.kms.KmsRegion} is the way in.
 */
@NullMarked
package dev.hastack.sandbox.aws.kms;

import org.jspecify.annotations.NullMarked;
