@NullMarked
package dev.hastack.provider.aws.signal;

import org.jspecify.annotations.NullMarked;
