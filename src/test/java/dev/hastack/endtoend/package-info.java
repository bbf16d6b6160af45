/**
 * The whole operator in a process of its own, between a real API server and an emulated AWS: what a
 * person does with kubectl, and what goes wrong on bad days.
 */
@NullMarked
package dev.hastack.endtoend;

import org.jspecify.annotations.NullMarked;
