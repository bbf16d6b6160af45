/**
 * A farm of stacks: an API server, a simulated account and operators of their own that have made
 * many stacks there. Benchmarks measure on it, and the image's start is trained on it.
 */
@NullMarked
package dev.hastack.sandbox.farm;

import org.jspecify.annotations.NullMarked;
