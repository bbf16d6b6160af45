/**
 * What every part of the simulated AWS stands on: one clock, seeded chance, tables that remember
 * their recent past, the call in hand, and what the parts ask of each other.
 */
@NullMarked
package dev.hastack.sandbox.aws.world;

import org.jspecify.annotations.NullMarked;
