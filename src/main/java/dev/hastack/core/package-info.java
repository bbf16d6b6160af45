/** Decisions: functions from values to values. No I/O, no clock, no logger, no SDK. */
@NullMarked
package dev.hastack.core;

import org.jspecify.annotations.NullMarked;
