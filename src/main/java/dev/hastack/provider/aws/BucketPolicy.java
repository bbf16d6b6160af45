package dev.hastack.provider.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What a bucket's policy lets others do (IAM user guide, IAM JSON policy elements), read with good
 * will: a statement that may mean what is asked for does. Conditions are taken for met, and what
 * denies is left to AWS to judge.
 *
 * @param statements those that allow something
 */
record BucketPolicy(List<JsonNode> statements) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ACCOUNT_ID = Pattern.compile("\\d{12}");

  /** Of a bucket that has none. */
  static final BucketPolicy NONE = new BucketPolicy(List.of());

  /** Empty if it is none that can be read. */
  static Optional<BucketPolicy> parse(String text) {
    try {
      return Optional.of(
          new BucketPolicy(
              each(JSON.readTree(text).path("Statement"))
                  .filter(statement -> statement.path("Effect").asText().equals("Allow"))
                  .toList()));
    } catch (JsonProcessingException malformed) {
      return Optional.empty();
    }
  }

  /**
   * What it lacks for logs to be delivered.
   *
   * @param accountId of the stack, which delivers no logs itself
   */
  List<LogDelivery.Grant> lacking(LogDelivery delivery, String accountId) {
    return delivery.grants().stream()
        .filter(
            grant ->
                statements.stream()
                    .filter(statement -> isFor(statement, delivery, accountId))
                    .filter(statement -> covers(statement, "Action", grant.action()))
                    .noneMatch(statement -> covers(statement, "Resource", grant.resourceArn())))
        .toList();
  }

  /**
   * In older regions an account of AWS delivers the logs of application load balancers. Which one
   * it is differs from region to region; any that is not the stack's is taken for it.
   */
  private static boolean isFor(JsonNode statement, LogDelivery delivery, String accountId) {
    JsonNode principal = statement.path("Principal");
    Stream<String> accounts =
        texts(principal.path("AWS"))
            .flatMap(name -> ACCOUNT_ID.matcher(name).results())
            .map(found -> found.group());
    return statement.has("NotPrincipal")
        || texts(principal).anyMatch("*"::equals)
        || texts(principal.path("AWS")).anyMatch("*"::equals)
        || texts(principal.path("Service")).anyMatch(delivery::isBy)
        || (!delivery.network() && accounts.anyMatch(account -> !account.equals(accountId)));
  }

  /**
   * @param wanted may end in a star: then it is enough to cover something that begins so
   */
  private static boolean covers(JsonNode statement, String element, String wanted) {
    boolean some = wanted.endsWith("*");
    String text = some ? wanted.substring(0, wanted.length() - 1) : wanted;
    return statement.has("Not" + element)
        || texts(statement.path(element))
            .map(pattern -> glob(pattern).matcher(text))
            .anyMatch(matcher -> matcher.matches() || (some && matcher.hitEnd()));
  }

  private static Pattern glob(String pattern) {
    String quoted = "\\Q" + pattern.replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q") + "\\E";
    return Pattern.compile(quoted, Pattern.CASE_INSENSITIVE);
  }

  private static Stream<String> texts(JsonNode node) {
    return each(node).filter(JsonNode::isTextual).map(JsonNode::asText);
  }

  /** A list, or one alone, which may stand without brackets. */
  private static Stream<JsonNode> each(JsonNode node) {
    return node.isArray() ? StreamSupport.stream(node.spliterator(), false) : Stream.of(node);
  }
}
