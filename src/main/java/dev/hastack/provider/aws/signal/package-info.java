/**
 * The signals of AWS: {@link dev.hastack.provider.aws.signal.SqsFeed} reads the queue, {@link
 * dev.hastack.provider.aws.signal.EventReader} makes sense of what is in it, and {@link
 * dev.hastack.provider.aws.signal.AwsFleets} knows the servers that it is about.
 */
@NullMarked
package dev.hastack.provider.aws.signal;

import org.jspecify.annotations.NullMarked;
