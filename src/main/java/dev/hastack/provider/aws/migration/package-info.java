/**
 * Takes in steps what would hurt if it were done at once: moving traffic from one target group to
 * another, servers from one Auto Scaling group to others, and a fleet between Spot and On-Demand.
 * Pure: the step to take follows from what is observed, so that a crash or a change of mind at any
 * point goes on from there.
 */
@NullMarked
package dev.hastack.provider.aws.migration;

import org.jspecify.annotations.NullMarked;
