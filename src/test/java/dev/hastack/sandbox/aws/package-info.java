/** The AWS endpoints of the sandbox, called with the real SDK. */
@NullMarked
package dev.hastack.sandbox.aws;

import org.jspecify.annotations.NullMarked;
