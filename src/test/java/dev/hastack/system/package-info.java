/** The whole operator in a process of its own, on a real API server and an AWS emulator. */
@NullMarked
package dev.hastack.system;

import org.jspecify.annotations.NullMarked;
