/** The clock, chance and tables of the simulated AWS. */
@NullMarked
package dev.hastack.sandbox.aws.world;

import org.jspecify.annotations.NullMarked;
