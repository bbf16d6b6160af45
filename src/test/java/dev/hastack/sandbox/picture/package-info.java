@NullMarked
package dev.hastack.sandbox.picture;

import org.jspecify.annotations.NullMarked;
