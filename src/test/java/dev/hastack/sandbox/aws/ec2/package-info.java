/** EC2 of the simulated AWS, driven by requests under virtual time. */
@NullMarked
package dev.hastack.sandbox.aws.ec2;

import org.jspecify.annotations.NullMarked;
