/**
 * The Simple Storage Service of a simulated account, as far as buckets and their policies go;
 * nothing is stored here. {@link dev.hastack.sandbox.aws.s3.S3Region} is the way in.
 */
@NullMarked
package dev.hastack.sandbox.aws.s3;

import org.jspecify.annotations.NullMarked;
