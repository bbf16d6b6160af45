@NullMarked
package dev.hastack.sandbox.aws.rds;

import org.jspecify.annotations.NullMarked;
