package dev.hastack.provider.aws;

import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;

/** What the provider promises the engine, on whatever plays AWS. */
abstract class ProviderContract {
  final CountedCalls calls = new CountedCalls();
  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  final AtomicBoolean leading = new AtomicBoolean(true);
  AwsAccountUnderTest account;
  FaultyTransport transport;
  private AwsClients clients;
  AwsProvider provider;
  FleetUnderTest fleet;

  /** An account with nothing of ours in it. */
  abstract AwsAccountUnderTest emptyAccount();

  @BeforeEach
  void connect() {
    account = emptyAccount();
    transport = new FaultyTransport(ApacheHttpClient.create(), account.endpoint());
    clients = clientsOf(account.operatorsCredentials());
    provider = newProvider();
    fleet = fleetOf("cluster-1");
  }

  @AfterEach
  void disconnect() {
    clients.close();
    account.close();
  }

  final AwsClients clientsOf(AwsCredentialsProvider credentials) {
    return new AwsClients(
        new AwsClientSettings(
            "test",
            transport,
            credentials,
            () -> AwsClientSettings.adaptive(2),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60)),
        calls,
        leading::get);
  }

  /** A provider that remembers nothing, as after a restart. */
  final AwsProvider newProvider() {
    return providerOver(clients);
  }

  final AwsProvider providerOver(AwsClients some) {
    var regions = new AwsRegions(some);
    return new AwsProvider(regions, new AwsDiscovery(regions, now::get));
  }

  FleetUnderTest fleetOf(String cluster) {
    return new FleetUnderTest(
        provider, new StackId(cluster, "shop", "storefront"), Manifests.read(manifest()));
  }

  String manifest() {
    return Manifests.web(account.subnetIds(), account.securityGroupId(), account.imageId());
  }

  boolean isGone() {
    return fleet.observe(DesiredStack.empty(fleet.id())).isEmpty();
  }

  static List<String> names(Plan plan, ResourceId id) {
    return plan.effective().stream()
        .filter(change -> change.id().equals(id))
        .flatMap(change -> change.attributeChanges().stream())
        .map(AttributeChange::name)
        .toList();
  }
}
