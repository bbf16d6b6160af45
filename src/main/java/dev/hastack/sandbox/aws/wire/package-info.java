/**
 * The server side of AWS's wire protocols, read off the SDK's own model of each service, so that no
 * operation needs code of its own. Knows nothing of what the calls mean.
 *
 * <p>{@code AwsWire} takes a {@code WireRequest} from one of two transports, {@code
 * InProcessHttpClient} or {@code LoopbackServer}, has an {@code Exchange} read it in its protocol,
 * and asks a {@code Backend}. Parts of the SDK that it does not promise to keep are touched in few
 * places: the model of fields in {@code SdkModel} and {@code Member}, the inside of the adaptive
 * retry strategy in {@code SimulatedRetries}. A new version of the SDK is proved by this package's
 * tests.
 */
@NullMarked
package dev.hastack.sandbox.aws.wire;

import org.jspecify.annotations.NullMarked;
