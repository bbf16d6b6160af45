package dev.hastack.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.aws.front.Principal;
import dev.hastack.sandbox.aws.front.RecordedCall;
import dev.hastack.sandbox.aws.front.Rights;
import dev.hastack.sandbox.aws.front.SimulatedAws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The operator of a test: may do what {@code docs/iam-policy.json} allows and nothing else, and was
 * denied nothing but by order of the test.
 */
public final class LeastPrivilege {
  /** What an account's administrator makes the operator's policy of. */
  public static final Path POLICY = Path.of("docs", "iam-policy.json");

  private static final String NAME = "operator";
  private static final Set<String> DENIALS =
      Set.of("AccessDenied", "AccessDeniedException", "UnauthorizedOperation");

  /** As narrow as somebody would fill them in whose stacks are those of the tests. */
  private static final Map<String, String> WORDS =
      Map.of(
          "REGION", "us-east-1",
          "STACK_NAMES", "storefront-*",
          "INSTANCE_ROLES", "web-server",
          "IMAGE_PARAMETERS", "hastack/*",
          "LOG_BUCKETS", "*-logs",
          "DATABASE_KEYS", "*",
          "ACCOUNT_ROLES", NAME);

  private static final SortedMap<String, SortedSet<String>> NEEDED = new TreeMap<>();

  private LeastPrivilege() {}

  /** The operator of a cluster, with its policy filled in for the stacks of the tests. */
  public static Principal operator(String accountId, String cluster) {
    return Principal.user(accountId, NAME).with(Rights.of(policy(accountId, cluster)));
  }

  private static String policy(String accountId, String cluster) {
    try {
      String policy = Files.readString(POLICY);
      for (var word : WORDS.entrySet()) {
        policy = policy.replace(word.getKey(), word.getValue());
      }
      return policy.replace("ACCOUNT_ID", accountId).replace("CLUSTER_ID", cluster);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  /**
   * Fails where the operator was denied something that no fault of the test forbade. What it needed
   * counts as {@link #needed} from then on.
   */
  public static void mustHaveSufficed(SimulatedAws<?> aws) {
    assertThat(aws.record().calls(LeastPrivilege::isDenied))
        .as("calls that %s does not allow", POLICY)
        .isEmpty();
    aws.usedRights().principals().stream()
        .filter(LeastPrivilege::isOperator)
        .forEach(
            operator ->
                aws.usedRights()
                    .of(operator)
                    .forEach(
                        (action, resources) ->
                            NEEDED
                                .computeIfAbsent(action, any -> new TreeSet<>())
                                .addAll(resources)));
  }

  /** From here on counts what is {@link #needed}: other tests of this process are over. */
  public static void countAnew() {
    NEEDED.clear();
  }

  /** The resources on which the operators of tests needed an action, since {@link #countAnew}. */
  public static SortedSet<String> needed(String action) {
    return NEEDED.getOrDefault(action, new TreeSet<>());
  }

  private static boolean isOperator(String principalArn) {
    return principalArn.endsWith(":user/" + NAME)
        || principalArn.contains(":assumed-role/" + NAME + "/");
  }

  private static boolean isDenied(RecordedCall call) {
    return DENIALS.contains(call.outcome())
        && call.faults().isEmpty()
        && isOperator(call.call().principalArn());
  }
}
