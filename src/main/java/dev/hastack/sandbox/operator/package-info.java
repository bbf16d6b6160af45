/** The operator as a process of its own, as the sandbox and the tests run it. */
@NullMarked
package dev.hastack.sandbox.operator;

import org.jspecify.annotations.NullMarked;
