package dev.hastack.provider.aws.rights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The policy that rights make: a statement for each grant that any of them needs ("IAM JSON policy
 * elements", IAM user guide).
 */
record IamPolicy(SortedMap<Grant, SortedSet<String>> actions) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static IamPolicy of(List<AwsRight> rights) {
    var actions = new TreeMap<Grant, SortedSet<String>>();
    rights.forEach(
        right ->
            actions.computeIfAbsent(right.grant(), any -> new TreeSet<>()).add(right.action()));
    return new IamPolicy(actions);
  }

  /** That of one tier alone. */
  IamPolicy of(Tier tier) {
    var some = new TreeMap<>(actions);
    some.keySet().removeIf(grant -> grant.tier() != tier);
    return new IamPolicy(some);
  }

  /** The document, a line for each value. */
  String json() {
    var printer =
        new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"));
    try {
      return JSON.writer(printer).writeValueAsString(document()) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * As IAM counts it: "IAM doesn't count white space when calculating the size of a policy" ("IAM
   * and AWS STS quotas", IAM user guide). Account, a long region and a cluster's UID are filled in.
   */
  int characters() {
    return document()
        .toString()
        .replace("ACCOUNT_ID", "1".repeat(12))
        .replace("REGION", "ap-southeast-1")
        .replace("CLUSTER_ID", UUID.nameUUIDFromBytes(new byte[0]).toString())
        .length();
  }

  private ObjectNode document() {
    ObjectNode document = JSON.createObjectNode().put("Version", "2012-10-17");
    ArrayNode statements = document.putArray("Statement");
    actions.forEach((grant, allowed) -> statements.add(statement(grant, allowed)));
    return document;
  }

  private static ObjectNode statement(Grant grant, SortedSet<String> allowed) {
    ObjectNode statement = JSON.createObjectNode();
    statement.put("Sid", grant.sid()).put("Effect", "Allow");
    allowed.forEach(statement.putArray("Action")::add);
    grant.resources().forEach(statement.putArray("Resource")::add);
    if (!grant.conditions().isEmpty()) {
      ObjectNode conditions = statement.putObject("Condition");
      grant
          .conditions()
          .forEach(
              condition ->
                  condition
                      .values()
                      .forEach(
                          conditions
                                  .withObjectProperty(condition.operator())
                                  .putArray(condition.key())
                              ::add));
    }
    return statement;
  }

  /** Those with a tier's statements, in order. */
  static List<Tier> tiers() {
    return Arrays.asList(Tier.values());
  }
}
