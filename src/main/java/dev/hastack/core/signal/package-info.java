/** What is done about what a cloud tells by itself: servers taken back, launches that fail. */
@NullMarked
package dev.hastack.core.signal;

import org.jspecify.annotations.NullMarked;
