/** Tests of what is pure in the package of the same name. */
@NullMarked
package dev.hastack.provider.aws.migration;

import org.jspecify.annotations.NullMarked;
