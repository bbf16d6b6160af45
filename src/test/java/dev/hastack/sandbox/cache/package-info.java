/** The cache under interruption and competition. */
@NullMarked
package dev.hastack.sandbox.cache;

import org.jspecify.annotations.NullMarked;
