/**
 * The shell: Kubernetes on one side, the engine on the other. Watches {@code HAStack} objects,
 * leads or stands by, gives each change a pass, and writes down what came of it.
 */
@NullMarked
package dev.hastack.operator;

import org.jspecify.annotations.NullMarked;
