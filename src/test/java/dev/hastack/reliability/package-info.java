/**
 * The laws of the operator, tried on the real engine, provider and SDK over a simulated account in
 * virtual time: crashes, lost answers, throttling, what cannot be read, and chance.
 */
@NullMarked
package dev.hastack.reliability;

import org.jspecify.annotations.NullMarked;
