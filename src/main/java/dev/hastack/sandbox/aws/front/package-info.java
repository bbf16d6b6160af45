/**
 * The front of a simulated AWS: every call comes in here. It knows who calls which account, what
 * they may do and how often, how long it takes, what goes wrong on the way and what was called; and
 * it lets the services of one region answer. Start reading at {@link
 * dev.hastack.sandbox.aws.front.SimulatedAws}.
 */
@NullMarked
package dev.hastack.sandbox.aws.front;

import org.jspecify.annotations.NullMarked;
