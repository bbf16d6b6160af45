/** An AWS endpoint to work against: an emulator of our own or any URL. */
@NullMarked
package dev.hastack.sandbox.aws;

import org.jspecify.annotations.NullMarked;
