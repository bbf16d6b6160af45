/** Pictures for the documentation, drawn of what the sandbox does. */
@NullMarked
package dev.hastack.sandbox.picture;

import org.jspecify.annotations.NullMarked;
