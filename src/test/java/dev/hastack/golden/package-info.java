/** Whole passes over AWS's kinds as golden files: what goes in, and everything a person reads. */
@NullMarked
package dev.hastack.golden;

import org.jspecify.annotations.NullMarked;
