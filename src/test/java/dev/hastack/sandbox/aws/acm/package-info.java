@NullMarked
package dev.hastack.sandbox.aws.acm;

import org.jspecify.annotations.NullMarked;
