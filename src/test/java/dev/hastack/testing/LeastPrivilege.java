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
import java.util.Set;

/**
 * The operator of a test: may do what {@code docs/iam-policy.json} allows and nothing else, and was
 * denied nothing but by order of the test.
 */
public final class LeastPrivilege {
  private static final Path POLICY = Path.of("docs", "iam-policy.json");
  private static final String NAME = "operator";
  private static final Set<String> DENIALS =
      Set.of("AccessDenied", "AccessDeniedException", "UnauthorizedOperation");

  private LeastPrivilege() {}

  /** The operator of a cluster, with its policy filled in as generously as it can be. */
  public static Principal operator(String accountId, String cluster) {
    return Principal.user(accountId, NAME).with(Rights.of(policy(accountId, cluster)));
  }

  private static String policy(String accountId, String cluster) {
    try {
      return Files.readString(POLICY)
          .replace("ACCOUNT_ID", accountId)
          .replace("CLUSTER_ID", cluster)
          .replaceAll(
              "REGION|STACK_NAMES|INSTANCE_ROLES|IMAGE_PARAMETERS|LOG_BUCKETS|DATABASE_KEYS"
                  + "|ACCOUNT_ROLES",
              "*");
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  /** Fails where the operator was denied something that no fault of the test forbade. */
  public static void mustHaveSufficed(SimulatedAws<?> aws) {
    assertThat(aws.record().calls(LeastPrivilege::isDenied))
        .as("calls that %s does not allow", POLICY)
        .isEmpty();
  }

  private static boolean isDenied(RecordedCall call) {
    return DENIALS.contains(call.outcome())
        && call.faults().isEmpty()
        && call.call().principalArn().endsWith(":user/" + NAME);
  }
}
