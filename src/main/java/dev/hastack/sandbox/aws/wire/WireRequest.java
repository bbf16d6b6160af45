package dev.hastack.sandbox.aws.wire;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;

/**
 * A call of AWS as it arrives, by whatever transport.
 *
 * @param method of HTTP
 * @param path still encoded; S3 alone has others than {@code /}
 * @param query what follows the question mark, still encoded; empty if nothing
 * @param headers by name, in any case
 */
public record WireRequest(
    String method, String path, String query, Map<String, List<String>> headers, SdkBytes body) {

  /** The first header of that name, in any case. */
  Optional<String> header(String name) {
    return headers.entrySet().stream()
        .filter(header -> name.equalsIgnoreCase(header.getKey()))
        .flatMap(header -> header.getValue().stream())
        .findFirst();
  }
}
