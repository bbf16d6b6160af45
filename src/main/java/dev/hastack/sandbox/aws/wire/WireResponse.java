package dev.hastack.sandbox.aws.wire;

import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;

/**
 * What goes back to the caller, by whatever transport.
 *
 * @param status of HTTP
 */
public record WireResponse(int status, Map<String, String> headers, SdkBytes body) {}
