package dev.hastack.sandbox;

import dev.hastack.sandbox.aws.AwsEndpoint;
import dev.hastack.sandbox.aws.SandboxAccount.Front;
import dev.hastack.sandbox.aws.SandboxAccount.Ground;
import dev.hastack.sandbox.report.SandboxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A manifest of {@code examples/} fitted to the account it is to be applied in: the ids that differ
 * from account to account are replaced, every other letter stays.
 *
 * @param yaml the fitted text
 * @param replacements what stands for what now, in the order of the text
 */
public record ExampleManifest(String yaml, Map<String, String> replacements) {
  private static final Pattern ACCOUNT_SPECIFIC =
      Pattern.compile(
          "arn:aws:acm:[a-z0-9-]+:\\d+:certificate/[0-9a-f-]+"
              + "|\\b(subnet|sg|ami)-[0-9a-f]+\\b|(?<=\\bregion: )[a-z0-9-]+");
  private static final Pattern SECURITY_GROUP = Pattern.compile("\\bsg-[0-9a-f]+\\b");

  private static final Pattern LOAD_BALANCER = section("loadBalancer");
  private static final Pattern DATABASE = section("database");

  private static final Pattern INSTANCE_PROFILE =
      Pattern.compile("(?m)^\\s*instanceProfile: *([\\w+=,.@-]+)");
  private static final Pattern KEY_NAME = Pattern.compile("(?m)^\\s*keyName: *([\\w.-]+)");

  public static ExampleManifest fit(String yaml, Ground ground) {
    Map<String, String> replacements = new LinkedHashMap<>();
    var tiers = new Tiers(groupsOf(LOAD_BALANCER, yaml), groupsOf(DATABASE, yaml));
    String fitted =
        ACCOUNT_SPECIFIC
            .matcher(yaml)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        replacements.computeIfAbsent(
                            found.group(), id -> replacement(id, replacements, ground, tiers))));
    return new ExampleManifest(fitted, replacements);
  }

  /** The names of the instance profiles it wants. */
  public List<String> instanceProfiles() {
    return names(INSTANCE_PROFILE);
  }

  /** The names of the key pairs it wants. */
  public List<String> keyNames() {
    return names(KEY_NAME);
  }

  private List<String> names(Pattern pattern) {
    return pattern.matcher(yaml).results().map(found -> found.group(1)).toList();
  }

  /** The security groups that only one tier of the example has. */
  private record Tiers(Set<String> loadBalancer, Set<String> database) {
    String replacement(String id, Ground ground) {
      if (loadBalancer.isEmpty() && database.isEmpty()) {
        return ground.securityGroupId();
      }
      Front front = front(ground);
      if (loadBalancer.contains(id)) {
        return front.loadBalancerGroupId();
      }
      return database.contains(id) ? front.databaseGroupId() : front.serverGroupId();
    }
  }

  /** With all lines below it that are further in. */
  private static Pattern section(String key) {
    return Pattern.compile("(?m)^( *)" + key + ":.*(?:\\n(?:\\1 .*)?)*");
  }

  private static Set<String> groupsOf(Pattern section, String yaml) {
    return section
        .matcher(yaml)
        .results()
        .flatMap(block -> SECURITY_GROUP.matcher(block.group()).results())
        .map(MatchResult::group)
        .collect(Collectors.toSet());
  }

  private static String replacement(
      String id, Map<String, String> earlier, Ground ground, Tiers tiers) {
    if (id.startsWith("arn:")) {
      return front(ground).certificateArn();
    }
    if (id.startsWith("ami-")) {
      return ground.imageId();
    }
    if (id.startsWith("sg-")) {
      return tiers.replacement(id, ground);
    }
    if (!id.startsWith("subnet-")) {
      return AwsEndpoint.REGION;
    }
    long subnetsBefore = earlier.keySet().stream().filter(key -> key.startsWith("subnet-")).count();
    if (subnetsBefore >= ground.subnetIds().size()) {
      throw new SandboxException(
          "The example names more subnets than the default VPC has: %d."
              .formatted(ground.subnetIds().size()));
    }
    return ground.subnetIds().get((int) subnetsBefore);
  }

  private static Front front(Ground ground) {
    return ground
        .front()
        .orElseThrow(
            () ->
                new SandboxException(
                    "The example has a load balancer or a database, and the account has no"
                        + " certificate and security groups for them."));
  }
}
