/**
 * An AWS endpoint to work against: the simulated account in this JVM, which the packages below are
 * made for, the emulator moto, or any URL.
 */
@NullMarked
package dev.hastack.sandbox.aws;

import org.jspecify.annotations.NullMarked;
