/** Tests of the wire: the SDK's own clients and boto3 against it. */
@NullMarked
package dev.hastack.sandbox.aws.wire;

import org.jspecify.annotations.NullMarked;
