/** The threads that move signals, over a queue and servers that a test makes up. */
@NullMarked
package dev.hastack.operator.signal;

import org.jspecify.annotations.NullMarked;
