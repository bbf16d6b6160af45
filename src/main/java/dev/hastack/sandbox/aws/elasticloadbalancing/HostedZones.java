package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.world.Chance;
import java.util.Locale;
import java.util.Map;

/**
 * The Route 53 hosted zones that the names of load balancers are in: "Elastic Load Balancing
 * endpoints and quotas", AWS General Reference. Regions that are not listed here get an id that is
 * made up.
 */
final class HostedZones {
  private static final int DIGITS = 36;

  private static final Map<String, String> OF_APPLICATION =
      Map.of(
          "us-east-1", "Z35SXDOTRQ7X7K",
          "us-east-2", "Z3AADJGX6KTTL2",
          "us-west-2", "Z1H1FL5HABSF5",
          "eu-west-1", "Z32O12XQLNTSW2",
          "eu-central-1", "Z215JYRZR1TBD5");
  private static final Map<String, String> OF_NETWORK =
      Map.of(
          "us-east-1", "Z26RNL4JYFTOTI",
          "us-east-2", "ZLMOA37VPKANP",
          "us-west-2", "Z18D5FSROUN65G",
          "eu-west-1", "Z2IFOLAFXWLO4F",
          "eu-central-1", "Z3F0SRJ5LGBH90");

  private HostedZones() {}

  static String of(String region, boolean network) {
    String listed = (network ? OF_NETWORK : OF_APPLICATION).get(region);
    return listed == null ? madeUp(region + " " + network) : listed;
  }

  private static String madeUp(String subject) {
    long digits = new Chance(0).of("hosted zone " + subject).nextLong(Long.MAX_VALUE);
    return "Z" + Long.toString(digits, DIGITS).toUpperCase(Locale.ROOT);
  }
}
