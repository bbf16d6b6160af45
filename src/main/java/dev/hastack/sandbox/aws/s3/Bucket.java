package dev.hastack.sandbox.aws.s3;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A bucket.
 *
 * @param policy what it lets others do, in JSON; empty if it has none
 */
record Bucket(String name, String region, Optional<String> policy) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Whether a statement of the policy allows it. Statements that deny and conditions are not
   * modelled.
   */
  boolean allows(String service, String action, String resourceArn) {
    return policy.stream()
        .flatMap(text -> each(parsed(text).path("Statement")))
        .filter(statement -> statement.path("Effect").asText().equals("Allow"))
        .filter(statement -> names(statement.path("Principal"), service))
        .filter(statement -> covers(statement.path("Action"), action))
        .anyMatch(statement -> covers(statement.path("Resource"), resourceArn));
  }

  private static boolean names(JsonNode principal, String service) {
    return principal.asText().equals("*")
        || each(principal.path("Service")).anyMatch(each -> each.asText().equals(service));
  }

  /** A list, or one alone, which may stand without brackets. */
  private static Stream<JsonNode> each(JsonNode node) {
    return node.isArray() ? StreamSupport.stream(node.spliterator(), false) : Stream.of(node);
  }

  private static boolean covers(JsonNode patterns, String text) {
    return each(patterns)
        .map(pattern -> Pattern.quote(pattern.asText()).replace("*", "\\E.*\\Q"))
        .anyMatch(pattern -> Pattern.matches(pattern, text));
  }

  private static JsonNode parsed(String policy) {
    try {
      return JSON.readTree(policy);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException("no policy: " + policy, malformed);
    }
  }
}
