/** A made-up cloud in memory, with faults on demand, to prove the core and the engine on. */
@NullMarked
package dev.hastack.testing.toy;

import org.jspecify.annotations.NullMarked;
