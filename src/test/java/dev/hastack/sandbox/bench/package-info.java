/** Tests of the benchmarks themselves; none asserts how fast anything is. */
@NullMarked
package dev.hastack.sandbox.bench;

import org.jspecify.annotations.NullMarked;
