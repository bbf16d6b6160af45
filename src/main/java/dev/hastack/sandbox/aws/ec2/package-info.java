/**
 * EC2 and the public image parameters of Systems Manager, in one region of one account: the ground
 * of a fresh account, launch templates, instances that take their time to boot and to end, and Spot
 * pools whose price and capacity move. {@link dev.hastack.sandbox.aws.ec2.Ec2Region} is the way in.
 */
@NullMarked
package dev.hastack.sandbox.aws.ec2;

import org.jspecify.annotations.NullMarked;
