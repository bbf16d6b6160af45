/** Tests of the front of the simulated AWS, most of them through a real SDK client. */
@NullMarked
package dev.hastack.sandbox.aws.front;

import org.jspecify.annotations.NullMarked;
