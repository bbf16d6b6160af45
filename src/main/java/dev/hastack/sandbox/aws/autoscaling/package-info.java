/**
 * EC2 Auto Scaling of one region: {@link AutoScalingRegion} is the way in. The row of a group
 * ({@link Group}) holds all that belongs to it; calls change rows, and {@link Ticker} moves each
 * group on, a step at a time. The decisions about capacity are in the package below.
 */
@NullMarked
package dev.hastack.sandbox.aws.autoscaling;

import org.jspecify.annotations.NullMarked;
