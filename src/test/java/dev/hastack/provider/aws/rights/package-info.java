/** Holds the declared rights against the calls, and writes the policy that they make. */
@NullMarked
package dev.hastack.provider.aws.rights;

import org.jspecify.annotations.NullMarked;
