/** What a person at the terminal reads. */
@NullMarked
package dev.hastack.sandbox.report;

import org.jspecify.annotations.NullMarked;
