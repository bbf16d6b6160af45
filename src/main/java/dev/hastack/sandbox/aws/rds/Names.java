package dev.hastack.sandbox.aws.rds;

import dev.hastack.sandbox.aws.world.Foundation;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Identifiers, ARNs and endpoints: "Amazon Aurora endpoint connections", Aurora user guide. */
final class Names {
  private static final Pattern IDENTIFIER = Pattern.compile("[a-z](-?[a-z0-9])*");
  private static final int LONGEST = 63;
  private static final String CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String SMALL = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int RESOURCE_ID_LENGTH = 26;
  private static final int ACCOUNT_PART_LENGTH = 12;

  private final Foundation foundation;
  private int given;

  Names(Foundation foundation) {
    this.foundation = foundation;
  }

  /** "This parameter is stored as a lowercase string" (CreateDBCluster). */
  static String identifier(String parameter, @Nullable String text) {
    String name = lowerCase(text);
    if (!IDENTIFIER.matcher(name).matches() || name.length() > LONGEST) {
      throw Errors.wrongValue(
          "The parameter %s is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens."
              .formatted(parameter));
    }
    return name;
  }

  /** Identifiers are not case-sensitive; an ARN will do for one as well. */
  static String lowerCase(@Nullable String idOrArn) {
    String text = String.valueOf(idOrArn);
    String id = text.startsWith("arn:") ? text.split(":", 7)[6] : text;
    return id.toLowerCase(Locale.ROOT);
  }

  /** As {@code cluster-} or {@code db-} and 26 capitals. */
  String nextResourceId(String kind) {
    SplittableRandom random = foundation.chance().of("rds resource id " + given++);
    return kind + "-" + letters(random, CAPITALS, RESOURCE_ID_LENGTH);
  }

  String nextUuid() {
    SplittableRandom random = foundation.chance().of("rds uuid " + given++);
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  String arn(String kind, String id) {
    return foundation.arn("rds", kind + ":" + id);
  }

  /** "Password management with Amazon Aurora and AWS Secrets Manager", Aurora user guide. */
  static String secret(String uuid) {
    return "rds!cluster-" + uuid;
  }

  /** Secrets Manager adds six characters once it is made. */
  String secretArn(String uuid) {
    return foundation.arn("secretsmanager", "secret:" + secret(uuid));
  }

  String writerEndpoint(String clusterId) {
    return endpoint(clusterId, "cluster-");
  }

  String readerEndpoint(String clusterId) {
    return endpoint(clusterId, "cluster-ro-");
  }

  String instanceEndpoint(String instanceId) {
    return endpoint(instanceId, "");
  }

  private String endpoint(String id, String kind) {
    SplittableRandom random = foundation.chance().of("rds endpoints");
    return "%s.%s%s.%s.rds.amazonaws.com"
        .formatted(id, kind, letters(random, SMALL, ACCOUNT_PART_LENGTH), foundation.region());
  }

  private static String letters(SplittableRandom random, String alphabet, int length) {
    return random
        .ints(length, 0, alphabet.length())
        .mapToObj(index -> alphabet.substring(index, index + 1))
        .collect(Collectors.joining());
  }
}
