@NullMarked
package dev.hastack.sandbox.aws.eventbridge;

import org.jspecify.annotations.NullMarked;
