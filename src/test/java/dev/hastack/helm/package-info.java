/** The chart with which the operator is installed, held against what it installs. */
@NullMarked
package dev.hastack.helm;

import org.jspecify.annotations.NullMarked;
