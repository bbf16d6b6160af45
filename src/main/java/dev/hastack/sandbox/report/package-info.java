/** What a person at the terminal is told: progress of long work, and failures with a remedy. */
@NullMarked
package dev.hastack.sandbox.report;

import org.jspecify.annotations.NullMarked;
