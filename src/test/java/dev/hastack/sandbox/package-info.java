/** The sandbox command as a person starts it. */
@NullMarked
package dev.hastack.sandbox;

import org.jspecify.annotations.NullMarked;
