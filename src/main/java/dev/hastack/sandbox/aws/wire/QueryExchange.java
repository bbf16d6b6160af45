package dev.hastack.sandbox.aws.wire;

import java.time.DateTimeException;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;

/**
 * A call of the query protocol (Smithy specification, AWS query protocol), as Auto Scaling, Elastic
 * Load Balancing and STS speak it.
 */
record QueryExchange(FormTree form, String signingName, String requestId) implements Exchange {
  private static final FormDecoder DECODER = new FormDecoder(false);
  private static final int SERVER_FAULT = 500;

  @Override
  public String operation() {
    return form.value("Action");
  }

  @Override
  public SdkPojo decode(SdkPojo builder) {
    return decode(DECODER, builder, form);
  }

  @Override
  public WireResponse answer(SdkPojo answer) {
    String response = operation() + "Response";
    String result = operation() + "Result";
    Xml xml =
        open(new Xml(), response, signingName, form)
            .open(result)
            .members(answer)
            .close(result)
            .open("ResponseMetadata")
            .element("RequestId", requestId)
            .close("ResponseMetadata")
            .close(response);
    return response(200, requestId, xml.bytes());
  }

  @Override
  public WireResponse refuse(int status, String code, String message) {
    Xml xml =
        new Xml()
            .open("ErrorResponse")
            .open("Error")
            .element("Type", status < SERVER_FAULT ? "Sender" : "Receiver")
            .element("Code", code)
            .element("Message", message)
            .close("Error")
            .element("RequestId", requestId)
            .close("ErrorResponse");
    return response(status, requestId, xml.bytes());
  }

  /** Undocumented; it is what services of this protocol answer. */
  @Override
  public String malformedCode() {
    return "MalformedInput";
  }

  static SdkPojo decode(FormDecoder decoder, SdkPojo builder, FormTree form) {
    try {
      return decoder.decode(builder, form);
    } catch (IllegalArgumentException | DateTimeException malformed) {
      throw new MalformedRequest(String.valueOf(malformed.getMessage()), malformed);
    }
  }

  static Xml open(Xml xml, String response, String service, FormTree form) {
    return xml.open(
        "%s xmlns=\"http://%s.amazonaws.com/doc/%s/\""
            .formatted(response, service, form.value("Version")));
  }

  static WireResponse response(int status, String requestId, SdkBytes body) {
    return new WireResponse(
        status, Map.of("Content-Type", "text/xml", "x-amzn-RequestId", requestId), body);
  }
}
