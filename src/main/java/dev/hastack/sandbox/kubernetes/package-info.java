/** A real Kubernetes control plane on the loopback interface, without nodes. */
@NullMarked
package dev.hastack.sandbox.kubernetes;

import org.jspecify.annotations.NullMarked;
