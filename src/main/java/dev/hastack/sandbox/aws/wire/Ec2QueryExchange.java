package dev.hastack.sandbox.aws.wire;

import software.amazon.awssdk.core.SdkPojo;

/** A call of EC2's own query protocol (Smithy specification, AWS EC2 query protocol). */
record Ec2QueryExchange(FormTree form, String requestId) implements Exchange {
  static final String SIGNING_NAME = "ec2";
  private static final FormDecoder DECODER = new FormDecoder(true);

  @Override
  public String operation() {
    return form.value("Action");
  }

  @Override
  public SdkPojo decode(SdkPojo builder) {
    return QueryExchange.decode(DECODER, builder, form);
  }

  @Override
  public WireResponse answer(SdkPojo answer) {
    String response = operation() + "Response";
    Xml xml =
        QueryExchange.open(new Xml(), response, SIGNING_NAME, form)
            .element("requestId", requestId)
            .members(answer)
            .close(response);
    return QueryExchange.response(200, requestId, xml.bytes());
  }

  @Override
  public WireResponse refuse(int status, String code, String message) {
    Xml xml =
        new Xml()
            .open("Response")
            .open("Errors")
            .open("Error")
            .element("Code", code)
            .element("Message", message)
            .close("Error")
            .close("Errors")
            .element("RequestID", requestId)
            .close("Response");
    return QueryExchange.response(status, requestId, xml.bytes());
  }

  /** EC2 API reference, Error codes. */
  @Override
  public String malformedCode() {
    return "InvalidParameterValue";
  }
}
