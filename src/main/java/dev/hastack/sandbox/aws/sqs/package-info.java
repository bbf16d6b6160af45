/**
 * The Simple Queue Service of a simulated account: standard queues with visibility, dead-letter
 * queues, policies, delays, and now and then a duplicate or a message out of turn. {@link
 * dev.hastack.sandbox.aws.sqs.SqsRegion} is the way in.
 */
@NullMarked
package dev.hastack.sandbox.aws.sqs;

import org.jspecify.annotations.NullMarked;
