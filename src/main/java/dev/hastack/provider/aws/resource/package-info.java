/** One record and one schema for each kind of AWS resource. Pure: no SDK, no clock. */
@NullMarked
package dev.hastack.provider.aws.resource;

import org.jspecify.annotations.NullMarked;
