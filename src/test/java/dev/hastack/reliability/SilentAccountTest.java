package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.outcome.ContinuationPolicy;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.plan.Obstacle;
import dev.hastack.engine.PassResult;
import dev.hastack.engine.StackEngine;
import dev.hastack.provider.aws.AwsClientSettings;
import dev.hastack.provider.aws.AwsClients;
import dev.hastack.provider.aws.AwsDiscovery;
import dev.hastack.provider.aws.AwsProvider;
import dev.hastack.provider.aws.AwsRegions;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import dev.hastack.sandbox.aws.wire.Backend;
import dev.hastack.sandbox.aws.wire.InProcessHttpClient;
import dev.hastack.sandbox.aws.wire.NoAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * In the other suites time is virtual and a request that is lost says so. Here AWS is silent, and
 * it is the SDK that gives up, by the wall clock.
 */
class SilentAccountTest {
  private static final String SILENT = "DescribeAutoScalingGroups";
  private static final Duration ATTEMPT = Duration.ofSeconds(2);
  private static final Duration CALL = Duration.ofSeconds(20);
  private static final Duration BOUND = Duration.ofMinutes(30);

  private static Backend silent(Backend backend) {
    var never = new CountDownLatch(1);
    return call -> {
      if (call.operation().equals(SILENT)) {
        try {
          never.await();
        } catch (InterruptedException givenUp) {
          Thread.currentThread().interrupt();
          throw new NoAnswer("given up");
        }
      }
      return backend.answer(call);
    };
  }

  private static AwsClients clients(VirtualCluster cluster) {
    return new AwsClients(
        new AwsClientSettings(
            "test",
            new InProcessHttpClient(Wires.before(silent(cluster.aws().backend()))),
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(VirtualCluster.OPERATOR, "secret")),
            () -> AwsClientSettings.adaptive(1),
            ATTEMPT,
            CALL),
        (service, operation, outcome, duration) -> {},
        () -> true);
  }

  @Test
  void shouldSayUnreadAndWriteNothingWhenTheSdkGivesUpWaiting() {
    try (var cluster = new VirtualCluster(SimulationOptions.calm(41));
        AwsClients clients = clients(cluster)) {
      // Given
      KeptStack stack = cluster.stack("storefront");
      stack.apply(FleetManifest.web("storefront", cluster.outsider()).text());
      cluster.settle(BOUND);
      var regions = new AwsRegions(clients);
      var engine =
          new StackEngine<>(
              new AwsProvider(regions, new AwsDiscovery(regions, cluster::now)),
              new ContinuationPolicy(Life.RESYNC));
      Instant then = cluster.now();

      // When
      PassResult result =
          engine.pass(stack.id(), stack.object(), stack.revisions(Fate.none()), then);

      // Then
      assertThat(result.plan().obstacles().values())
          .filteredOn(Obstacle.Unread.class::isInstance)
          .extracting(each -> ((Obstacle.Unread) each).why())
          .isNotEmpty()
          .allSatisfy(
              why -> {
                assertThat(why.kind()).isEqualTo(FailureKind.TRANSIENT);
                assertThat(why.operation()).endsWith(SILENT);
                assertThat(why.message()).contains("2000");
              });
      assertThat(result.plan().isEmpty()).isTrue();
      assertThat(cluster.writesSince(then)).isEmpty();
    }
  }
}
