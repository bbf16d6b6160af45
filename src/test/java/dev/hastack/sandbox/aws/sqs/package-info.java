@NullMarked
package dev.hastack.sandbox.aws.sqs;

import org.jspecify.annotations.NullMarked;
