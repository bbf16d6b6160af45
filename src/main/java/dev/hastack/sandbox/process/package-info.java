/** Child processes of this JVM that never outlive it, and the loopback ports they listen on. */
@NullMarked
package dev.hastack.sandbox.process;

import org.jspecify.annotations.NullMarked;
