package dev.hastack.sandbox.aws.wire;

import dev.hastack.sandbox.aws.wire.Shape.Scalar;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * A call of S3 (Smithy specification, AWS restXml protocol), as far as buckets are asked for
 * something: requests whose members all stand in the path and the headers, and whose answer is a
 * text.
 */
record RestXmlExchange(WireRequest request, String requestId) implements Exchange {
  static final String SIGNING_NAME = "s3";

  /** By method and query: S3 API reference, GetBucketPolicy. The SDK's model does not say it. */
  private static final Map<String, String> OPERATIONS = Map.of("GET policy", "GetBucketPolicy");

  private static final ScalarText SCALARS = new ScalarText(TimestampFormat.RFC_822);

  /** What is no operation here is called as HTTP has it. */
  @Override
  public String operation() {
    String query = request.query().endsWith("=") ? withoutLast(request.query()) : request.query();
    String asked = request.method() + " " + query;
    return OPERATIONS.getOrDefault(asked, asked);
  }

  @Override
  public SdkPojo decode(SdkPojo builder) {
    for (Member member : SdkModel.members(builder)) {
      Optional<String> text =
          member.field().location() == MarshallLocation.PATH
              ? Optional.of(bucket())
              : request.header(member.requestName());
      text.ifPresent(found -> member.set(builder, SCALARS.parse((Scalar) member.shape(), found)));
    }
    return (SdkPojo) ((Buildable) builder).build();
  }

  /**
   * In the path, or before the host (S3 user guide, Virtual hosting of general purpose buckets).
   */
  private String bucket() {
    String path = request.path().replace("/", "");
    String host = request.header("Host").orElse("");
    return path.isEmpty() ? host.substring(0, Math.max(0, host.indexOf(".s3."))) : path;
  }

  @Override
  public WireResponse answer(SdkPojo answer) {
    String text =
        SdkModel.members(answer).stream()
            .map(member -> String.valueOf(member.of(answer)))
            .collect(Collectors.joining());
    return response(200, "application/json", SdkBytes.fromUtf8String(text));
  }

  @Override
  public WireResponse refuse(int status, String code, String message) {
    Xml xml =
        new Xml()
            .open("Error")
            .element("Code", code)
            .element("Message", message)
            .element("RequestId", requestId)
            .close("Error");
    return response(status, "application/xml", xml.bytes());
  }

  /** S3 API reference, Error responses. */
  @Override
  public String malformedCode() {
    return "InvalidRequest";
  }

  private WireResponse response(int status, String type, SdkBytes body) {
    return new WireResponse(
        status, Map.of("Content-Type", type, "x-amz-request-id", requestId), body);
  }

  private static String withoutLast(String text) {
    return text.substring(0, text.length() - 1);
  }
}
