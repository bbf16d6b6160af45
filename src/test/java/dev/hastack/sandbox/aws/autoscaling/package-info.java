/** EC2 Auto Scaling of the simulated AWS, driven by requests under virtual time. */
@NullMarked
package dev.hastack.sandbox.aws.autoscaling;

import org.jspecify.annotations.NullMarked;
