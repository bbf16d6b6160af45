/** One class for each kind of AWS resource, which reads and writes it. */
@NullMarked
package dev.hastack.provider.aws.gateway;

import org.jspecify.annotations.NullMarked;
