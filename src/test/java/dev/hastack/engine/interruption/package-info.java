/** The desk of interruptions over servers that a test makes up. */
@NullMarked
package dev.hastack.engine.interruption;

import org.jspecify.annotations.NullMarked;
