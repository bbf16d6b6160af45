/**
 * What a group is to launch and to terminate, as functions from values to values: the distribution
 * of purchase options, the balance of zones, the choice of pools and of who goes first.
 */
@NullMarked
package dev.hastack.sandbox.aws.autoscaling.capacity;

import org.jspecify.annotations.NullMarked;
