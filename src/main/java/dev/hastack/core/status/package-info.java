/** Everything a pass knows becomes conditions, status and notices. */
@NullMarked
package dev.hastack.core.status;

import org.jspecify.annotations.NullMarked;
