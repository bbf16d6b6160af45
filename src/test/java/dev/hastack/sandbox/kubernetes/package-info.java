/** The local cluster, tried as its users use it. */
@NullMarked
package dev.hastack.sandbox.kubernetes;

import org.jspecify.annotations.NullMarked;
