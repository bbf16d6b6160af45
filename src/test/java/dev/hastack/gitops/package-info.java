/** What the tools that keep a cluster as Git says make of an HAStack. */
@NullMarked
package dev.hastack.gitops;

import org.jspecify.annotations.NullMarked;
