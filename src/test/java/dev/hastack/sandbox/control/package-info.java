/** The controls of a running sandbox, from client to server and back. */
@NullMarked
package dev.hastack.sandbox.control;

import org.jspecify.annotations.NullMarked;
