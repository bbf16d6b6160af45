/**
 * EventBridge of a simulated account: rules of the default bus, and how events reach the queues
 * that are their targets. {@link dev.hastack.sandbox.aws.eventbridge.EventBridgeRegion} is the way
 * in.
 */
@NullMarked
package dev.hastack.sandbox.aws.eventbridge;

import org.jspecify.annotations.NullMarked;
