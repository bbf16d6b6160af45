/**
 * Benchmarks: measures the operator in the simulated account and tells figures, with the machine
 * and the day on which they were measured, as {@code docs/benchmarks.md} keeps them.
 */
@NullMarked
package dev.hastack.sandbox.bench;

import org.jspecify.annotations.NullMarked;
