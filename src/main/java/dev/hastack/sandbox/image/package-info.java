/**
 * The operator as its image has it: a folder with a Java runtime of its own, the application
 * without the sandbox, and what makes its start fast. Jib packs that folder (pom.xml); here, and in
 * the benchmarks, it is started as the image starts it.
 */
@NullMarked
package dev.hastack.sandbox.image;

import org.jspecify.annotations.NullMarked;
