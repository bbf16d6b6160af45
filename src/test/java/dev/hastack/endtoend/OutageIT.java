package dev.hastack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.Condition.Status;
import dev.hastack.api.v1alpha1.Markers;
import dev.hastack.core.status.ConditionType;
import dev.hastack.core.status.Notice;
import dev.hastack.sandbox.operator.OperatorProcess;
import dev.hastack.testing.World;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * One stack through the troubles of the operator itself: no credentials, the API server gone,
 * killed, credentials of another account, told to end. The resync is the default of a minute, so
 * what comes sooner was not found by looking again.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OutageIT {
  private static final String NAMESPACE = "outage";

  /** The requirement itself: SIGTERM ends the operator within this time. */
  private static final Duration END_DEADLINE = Duration.ofSeconds(10);

  /** 128 + 15: what a process says that a signal has ended, after it has put things in order. */
  private static final int ENDED_BY_SIGTERM = 143;

  private static final String UPDATE = "autoscaling:UpdateAutoScalingGroup";

  private final Scene scene = new Scene();
  private final AwsProxy proxy = scene.proxy();
  private final StackObject stack = scene.stack(NAMESPACE, "survivor");

  @SuppressWarnings("NullAway.Init") // each test in order leaves the next one its operator
  private OperatorProcess operator;

  @BeforeAll
  void apply() {
    scene.createNamespace(NAMESPACE);
    stack.apply(scene.web("survivor"));
  }

  @AfterAll
  void end() {
    operator.close();
    scene.close();
  }

  private void setMaximum(int maximum) {
    stack.patch("{\"spec\":{\"capacity\":{\"max\":%d}}}".formatted(maximum));
  }

  private int maximum() {
    return scene.account().groups(stack.qualifiedName()).getFirst().maxSize();
  }

  private void assertEndsInTime() {
    assertThat(operator.stop(END_DEADLINE)).as(() -> operator.process().logTail()).isTrue();
    assertThat(operator.process().awaitExit()).isEqualTo(ENDED_BY_SIGTERM);
  }

  @Test
  @Order(1)
  void shouldNameTheWaysToGiveCredentialsWhenThereAreNone() {
    // Given
    var nobody = new HashMap<>(World.moto().environment());
    nobody.keySet().removeIf(name -> name.contains("KEY"));
    nobody.put("AWS_ENDPOINT_URL", proxy.url());
    nobody.put("AWS_EC2_METADATA_DISABLED", "true");
    nobody.put("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent/credentials");
    nobody.put("AWS_CONFIG_FILE", "/nonexistent/config");

    // When
    operator =
        OperatorProcess.start(
            World.jar(), World.cluster().kubeconfig(), nobody, World.operatorLog());

    // Then
    Condition stalled = stack.awaitStalled("Unauthorized");
    assertThat(stalled.message())
        .contains("no AWS credentials were found", "AWS_ACCESS_KEY_ID", "IRSA");
    stack.awaitEvent(Notice.Reason.Failed, "no AWS credentials were found");
    assertEndsInTime();
  }

  @Test
  @Order(2)
  void shouldGoOnByItselfWhenStartedWithCredentials() {
    // When
    operator = scene.startOperator(Map.of());

    // Then
    stack.awaitReady();
  }

  @Test
  @Order(3)
  void shouldTryADeniedWriteAgainAtOnceWhenTheSpecChanges() {
    // Given
    proxy.meet(call -> call.is(UPDATE), Trouble.denied());
    setMaximum(5);
    Condition stalled = stack.awaitStalled("Unauthorized");
    assertThat(stalled.message()).contains(UPDATE);
    assertThat(proxy.count(UPDATE)).isEqualTo(1);

    // When
    setMaximum(6);

    // Then
    stack.awaitStalled("Unauthorized");
    assertThat(proxy.count(UPDATE)).isEqualTo(2);

    // When
    proxy.heal();
    setMaximum(7);

    // Then
    stack.awaitReady();
    assertThat(maximum()).isEqualTo(7);
  }

  @Test
  @Order(4)
  void shouldServeAgainWhenTheApiServerIsBack() {
    // Given
    World.cluster().stopApiServer();
    try {
      StackObject.await().until(() -> operator.log().contains("Stopped leading"));
    } finally {
      World.cluster().startApiServer();
    }

    // When
    setMaximum(8);

    // Then
    StackObject.await().untilAsserted(() -> assertThat(maximum()).isEqualTo(8));
    stack.awaitReady();
    assertThat(operator.process().isAlive()).isTrue();
  }

  @Test
  @Order(5)
  void shouldWriteNothingWhenStartedWithCredentialsOfAnotherAccount() {
    // Given
    operator.kill();
    setMaximum(9);
    proxy.meet(
        call -> call.is("sts:GetCallerIdentity") && call.accessKeyId().equals("STRANGER"),
        Trouble.rewritten("123456789012", "210987654321"));
    int before = proxy.writes("").size();

    // When
    operator = scene.startOperator(Map.of("AWS_ACCESS_KEY_ID", "STRANGER"));

    // Then
    Condition stalled = stack.awaitStalled("AccountMismatch");
    assertThat(stalled.message()).contains("123456789012", "210987654321");
    stack.awaitEvent(Notice.Reason.AccountMismatch, "210987654321");
    assertThat(stack.condition(ConditionType.Ready))
        .hasValueSatisfying(ready -> assertThat(ready.status()).isEqualTo(Status.False));
    assertThat(Objects.requireNonNull(stack.status().account()).accountId())
        .isEqualTo("123456789012");

    // When
    stack.deleteWithoutWaiting();

    // Then
    stack.awaitStalled("AccountMismatch");
    assertThat(stack.read().getMetadata().getFinalizers()).containsExactly(Markers.FINALIZER);
    assertThat(proxy.writes("")).hasSize(before);
    assertEndsInTime();
  }

  @Test
  @Order(6)
  void shouldEndInTimeWhenAnAnswerOfAwsIsAwaited() throws InterruptedException {
    // Given
    var stuck = new CountDownLatch(1);
    var released = new CountDownLatch(1);
    proxy.meet(
        call -> call.is("autoscaling:DeleteAutoScalingGroup"),
        Trouble.stuck(false, stuck, released));
    operator = scene.startOperator(Map.of());
    assertThat(stuck.await(90, TimeUnit.SECONDS)).as(() -> operator.process().logTail()).isTrue();

    // When
    assertEndsInTime();

    // Then
    assertThat(stack.read().getMetadata().getFinalizers()).containsExactly(Markers.FINALIZER);
    proxy.heal();
    released.countDown();
  }

  @Test
  @Order(7)
  void shouldGoOnByItselfWhenStartedAgain() {
    // When
    operator = scene.startOperator(Map.of());

    // Then
    stack.awaitGone();
    assertThat(scene.account().kinds(stack.qualifiedName())).isEmpty();
  }
}
