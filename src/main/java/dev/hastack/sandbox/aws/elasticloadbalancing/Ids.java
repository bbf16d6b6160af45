package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.world.Foundation;
import java.util.HexFormat;

/** ARNs of new things: ELBv2's end in sixteen hexadecimal digits that AWS chooses. */
final class Ids {
  private final Foundation foundation;
  private final String kind;
  private long given;

  /**
   * @param kind of what gets them: each has digits of its own
   */
  Ids(Foundation foundation, String kind) {
    this.foundation = foundation;
    this.kind = kind;
  }

  /**
   * An ARN that none has yet.
   *
   * @param resource its last part but for the digits, for example {@code targetgroup/web}
   */
  String arn(String resource) {
    given++;
    long digits = foundation.chance().of(kind + " id " + given).nextLong();
    return foundation.arn(
        "elasticloadbalancing", resource + '/' + HexFormat.of().toHexDigits(digits));
  }

  /** The resource part of an ARN without its first word: {@code app/web/50dc6c495c0c9188}. */
  static String tail(String arn) {
    String resource = arn.substring(arn.lastIndexOf(':') + 1);
    return resource.substring(resource.indexOf('/') + 1);
  }
}
