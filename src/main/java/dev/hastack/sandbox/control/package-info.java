/**
 * The controls of a sandbox that is running: what a person in another shell can have happen in it,
 * the little HTTP server on 127.0.0.1 that hears of it, the client, and the commands. What is then
 * done is a {@link dev.hastack.sandbox.control.Director}'s business.
 */
@NullMarked
package dev.hastack.sandbox.control;

import org.jspecify.annotations.NullMarked;
