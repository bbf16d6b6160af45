/** Tests of what is pure in the package of the same name. */
@NullMarked
package dev.hastack.provider.aws.blueprint;

import org.jspecify.annotations.NullMarked;
