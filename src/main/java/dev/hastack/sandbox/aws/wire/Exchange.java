package dev.hastack.sandbox.aws.wire;

import software.amazon.awssdk.core.SdkPojo;

/** One call in the words of its protocol: what it asks for, and how it is answered. */
sealed interface Exchange permits QueryExchange, Ec2QueryExchange, JsonExchange, RestXmlExchange {

  /** The operation as the caller spells it; empty if the call names none. */
  String operation();

  /**
   * Reads the request.
   *
   * @param builder an empty request of the operation
   * @throws MalformedRequest if a value is not what the model says
   */
  SdkPojo decode(SdkPojo builder);

  WireResponse answer(SdkPojo answer);

  /**
   * Says no.
   *
   * @param status of HTTP; from 500 on the fault is the server's
   */
  WireResponse refuse(int status, String code, String message);

  /** The code of this protocol for a request that cannot be read. */
  String malformedCode();
}
