/** What tests share: a world to run the operator in, and ways to look at it. */
@NullMarked
package dev.hastack.testing;

import org.jspecify.annotations.NullMarked;
