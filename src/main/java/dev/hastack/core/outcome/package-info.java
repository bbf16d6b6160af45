/** What came of doing something: done, waiting or failed, and when to look again. */
@NullMarked
package dev.hastack.core.outcome;

import org.jspecify.annotations.NullMarked;
