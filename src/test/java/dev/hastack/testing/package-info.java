/** What several tests share: files that say what is expected, and a made-up cloud. */
@NullMarked
package dev.hastack.testing;

import org.jspecify.annotations.NullMarked;
