/** The shell alone, against a real API server, with passes of the tests' own. */
@NullMarked
package dev.hastack.operator;

import org.jspecify.annotations.NullMarked;
