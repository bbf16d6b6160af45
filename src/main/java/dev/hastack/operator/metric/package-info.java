/** What the operator measures, declared once for the code, the reference and the alerts. */
@NullMarked
package dev.hastack.operator.metric;

import org.jspecify.annotations.NullMarked;
