/** The seam between the engine and a cloud. Only values cross it. */
@NullMarked
package dev.hastack.provider;

import org.jspecify.annotations.NullMarked;
