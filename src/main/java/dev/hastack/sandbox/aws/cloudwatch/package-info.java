/**
 * CloudWatch of a simulated account: the metrics that its services measure, read back. {@link
 * dev.hastack.sandbox.aws.cloudwatch.CloudWatchRegion} is the way in.
 */
@NullMarked
package dev.hastack.sandbox.aws.cloudwatch;

import org.jspecify.annotations.NullMarked;
