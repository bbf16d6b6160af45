/** That nothing is left running, however the sandbox ends. */
@NullMarked
package dev.hastack.sandbox.process;

import org.jspecify.annotations.NullMarked;
