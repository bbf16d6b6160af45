/** The decisions about capacity, mostly as properties. */
@NullMarked
package dev.hastack.sandbox.aws.autoscaling.capacity;

import org.jspecify.annotations.NullMarked;
