package dev.hastack.sandbox.aws.wire;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hastack.sandbox.aws.world.QueryCodes;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;

/**
 * A call of the JSON protocols (Smithy specification, AWS JSON 1.0 and 1.1 protocols), which differ
 * by their content type only.
 *
 * @param target the header {@code X-Amz-Target}: {@code AmazonSSM.GetParameter}
 */
record JsonExchange(WireRequest request, SdkBytes body, String target, String requestId)
    implements Exchange {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final int SERVER_FAULT = 500;

  @Override
  public String operation() {
    return target.substring(target.lastIndexOf('.') + 1);
  }

  @Override
  public SdkPojo decode(SdkPojo builder) {
    try {
      byte[] bytes = body.asByteArrayUnsafe();
      JsonNode tree = bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes);
      return JsonTree.decode(builder, tree);
    } catch (IOException | IllegalArgumentException | DateTimeException malformed) {
      throw new MalformedRequest(String.valueOf(malformed.getMessage()), malformed);
    }
  }

  @Override
  public WireResponse answer(SdkPojo answer) {
    return new WireResponse(200, headers(), bytes(JsonTree.encode(answer)));
  }

  @Override
  public WireResponse refuse(int status, String code, String message) {
    Map<String, String> headers = new HashMap<>(headers());
    if (request.header("x-amzn-query-mode").filter("true"::equals).isPresent()) {
      // Smithy specification, awsQueryCompatible trait.
      headers.put(
          "x-amzn-query-error",
          QueryCodes.of(code) + ";" + (status < SERVER_FAULT ? "Sender" : "Receiver"));
    }
    ObjectNode error = JSON.createObjectNode().put("__type", code).put("message", message);
    return new WireResponse(status, headers, bytes(error));
  }

  /** Undocumented; it is what services of this protocol answer. */
  @Override
  public String malformedCode() {
    return "SerializationException";
  }

  private Map<String, String> headers() {
    return Map.of(
        "Content-Type",
        request.header("Content-Type").orElse("application/x-amz-json-1.1"),
        "x-amzn-RequestId",
        requestId);
  }

  private static SdkBytes bytes(JsonNode tree) {
    try {
      return SdkBytes.fromByteArrayUnsafe(JSON.writeValueAsBytes(tree));
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
