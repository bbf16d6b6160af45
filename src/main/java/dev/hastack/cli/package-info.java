/** The commands that do one thing and end. They use the functional core and boot nothing. */
@NullMarked
package dev.hastack.cli;

import org.jspecify.annotations.NullMarked;
