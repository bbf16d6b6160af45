package dev.hastack.sandbox.aws.wire;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * Operations of every service, with a random request and a random answer, through the SDK's own
 * client: what is sent is heard, both ways. Each run takes some operations of each service. {@code
 * -Dhastack.seed} repeats a run, {@code -Dhastack.operations=1000} takes all: do so with a new SDK.
 */
class WireFuzzTest {
  private static final long SEED = Long.getLong("hastack.seed", new Random().nextLong());
  private static final int OPERATIONS_OF_A_SERVICE = Integer.getInteger("hastack.operations", 20);

  /** What the SDK's clients write into requests themselves, and why. */
  private static final Map<String, String> REWRITTEN_BY_THE_CLIENT =
      Map.ofEntries(
          entry("copyDBClusterSnapshot", "signs a URL for the source region"),
          entry("copyDBSnapshot", "signs a URL for the source region"),
          entry("createDBCluster", "signs a URL for the source region"),
          entry("createDBInstanceReadReplica", "signs a URL for the source region"),
          entry("startDBInstanceAutomatedBackupsReplication", "signs a URL for the source region"),
          entry("copySnapshot", "signs a URL for the source region"),
          entry("describeSpotFleetRequestHistory", "cuts moments to seconds"),
          entry("requestSpotFleet", "cuts moments to seconds"),
          entry("putEvents", "makes a host name of EndpointId, and refuses what is none"));

  private @Nullable SdkPojo heard;
  private @Nullable SdkPojo answer;
  private final AwsWire wire = new AwsWire(SdkServices.ALL, this::answer);

  @BeforeAll
  static void tellTheSeed() {
    System.out.printf("Any operation on the wire: -Dhastack.seed=%d%n", SEED);
  }

  static List<Class<? extends SdkClient>> services() {
    return SdkServices.ALL;
  }

  @ParameterizedTest
  @MethodSource("services")
  void shouldHearWhatWasSentBothWaysWhenAnyOperationIsCalled(Class<? extends SdkClient> service) {
    // Given
    try (SdkClient client = SdkServices.connect(service, new InProcessHttpClient(wire))) {
      List<Method> operations = someOperations(service);

      // When
      List<String> differences =
          operations.stream().flatMap(operation -> differences(client, operation)).toList();

      // Then
      assertThat(operations).isNotEmpty();
      assertThat(differences).as("-Dhastack.seed=%d", SEED).isEmpty();
    }
  }

  private static List<Method> someOperations(Class<? extends SdkClient> service) {
    List<Method> operations =
        ServiceModel.of(service).byName().values().stream()
            .filter(operation -> !REWRITTEN_BY_THE_CLIENT.containsKey(operation.getName()))
            .sorted(Comparator.comparing(Method::getName))
            .collect(Collectors.toCollection(ArrayList::new));
    Collections.shuffle(operations, new Random(SEED));
    return operations.subList(0, Math.min(OPERATIONS_OF_A_SERVICE, operations.size()));
  }

  private Stream<String> differences(SdkClient client, Method operation) {
    boolean saysEmpty = !(client instanceof Ec2Client);
    var random = new Random(SEED ^ operation.getName().hashCode());
    SdkPojo request =
        new RandomStructures(random, saysEmpty).fill(ServiceModel.newRequest(operation));
    SdkPojo sent = new RandomStructures(random, true).fill(newAnswer(operation));
    heard = null;
    answer = sent;
    try {
      Object got = operation.invoke(client, request);
      return Stream.concat(
          difference(operation, "request", request, heard),
          difference(operation, "answer", sent, got));
    } catch (InvocationTargetException failure) {
      return Stream.of(operation.getName() + " failed: " + failure.getCause());
    } catch (IllegalAccessException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Stream<String> difference(
      Method operation, String part, SdkPojo sent, @Nullable Object got) {
    return sent.equalsBySdkFields(got)
        ? Stream.empty()
        : Stream.of("%s %s%n sent %s%n got  %s".formatted(operation.getName(), part, sent, got));
  }

  private static SdkPojo newAnswer(Method operation) {
    try {
      return (SdkPojo) operation.getReturnType().getMethod("builder").invoke(null);
    } catch (ReflectiveOperationException notOfAws) {
      throw new IllegalStateException(operation + " has no answer builder", notOfAws);
    }
  }

  private SdkPojo answer(WireCall call) {
    heard = call.request();
    return Objects.requireNonNull(answer);
  }
}
