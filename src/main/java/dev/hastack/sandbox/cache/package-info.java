/** The directory in the home that keeps what is built or installed once: the API server, moto. */
@NullMarked
package dev.hastack.sandbox.cache;

import org.jspecify.annotations.NullMarked;
