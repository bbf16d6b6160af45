/** The image: its tar against its folder, the chart and a start without anything around it. */
@NullMarked
package dev.hastack.sandbox.image;

import org.jspecify.annotations.NullMarked;
