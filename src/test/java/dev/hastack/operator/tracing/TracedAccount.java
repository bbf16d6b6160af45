package dev.hastack.operator.tracing;

import dev.hastack.api.manifest.Manifest;
import dev.hastack.api.manifest.ManifestReader;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.core.outcome.ContinuationPolicy;
import dev.hastack.core.stack.StackId;
import dev.hastack.engine.PassResult;
import dev.hastack.engine.StackEngine;
import dev.hastack.provider.aws.AwsClientSettings;
import dev.hastack.provider.aws.AwsClients;
import dev.hastack.provider.aws.AwsDiscovery;
import dev.hastack.provider.aws.AwsFacts;
import dev.hastack.provider.aws.AwsProvider;
import dev.hastack.provider.aws.AwsRegions;
import dev.hastack.sandbox.aws.EmbeddedAws;
import dev.hastack.sandbox.aws.SandboxAccount;
import dev.hastack.testing.TraceCollector;
import dev.hastack.testing.toy.Faults;
import dev.hastack.testing.toy.MemoryRevisions;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;

/** The real engine over a simulated account over HTTP, with one stack whose spec has a secret. */
final class TracedAccount implements AutoCloseable {
  static final StackId STACK = new StackId("cluster-1", "shop", "storefront");

  private final EmbeddedAws aws = EmbeddedAws.start(7, 1);
  private final Tracing tracing;
  private final AwsClients clients;
  private final StackEngine<AwsFacts> engine;
  private final HAStack stack;
  private final MemoryRevisions revisions = new MemoryRevisions(new Faults());

  /**
   * Traces for a collector.
   *
   * @param further environment variables
   */
  static Tracing tracing(TraceCollector collector, Map<String, String> further) {
    var environment = new HashMap<String, String>();
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint());
    environment.putAll(further);
    return Tracing.start(environment, "test", "replica-1");
  }

  TracedAccount(Tracing tracing, String secret) {
    this(tracing, secret, Optional.empty());
  }

  /** One whose operator has these credentials. */
  TracedAccount(Tracing tracing, String secret, Optional<AwsCredentialsProvider> credentials) {
    this.tracing = tracing;
    this.clients =
        new AwsClients(
            tracing.calls(
                new AwsClientSettings(
                    "test",
                    new Leading(ApacheHttpClient.create(), aws.uri()),
                    credentials.orElse(aws.credentials()),
                    () -> AwsClientSettings.adaptive(2),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60))),
            (service, operation, outcome, duration) -> {},
            () -> true);
    var regions = new AwsRegions(clients);
    this.engine =
        new StackEngine<>(
            tracing.steps(new AwsProvider(regions, new AwsDiscovery(regions, Instant::now))),
            new ContinuationPolicy(Duration.ofSeconds(60)));
    this.stack = read(secret);
  }

  private HAStack read(String secret) {
    try (var account = new SandboxAccount(aws)) {
      SandboxAccount.Ground ground = account.ground();
      String manifest =
          """
          apiVersion: hastack.dev/v1alpha1
          kind: HAStack
          metadata:
            name: storefront
            namespace: shop
            generation: 1
          spec:
            capacity: {min: 1, max: 3, desired: 1}
            aws:
              region: us-east-1
              tags: {note: %s}
              network:
                subnetIds: [%s]
                securityGroupIds: [%s]
              fleet:
                image: {id: %s}
                instanceTypes: [{type: t3.medium}]
                userData: %s
              targetGroup: {port: 8000}
          """
              .formatted(
                  secret,
                  String.join(", ", ground.subnetIds()),
                  ground.securityGroupId(),
                  ground.imageId(),
                  secret);
      return switch (new ManifestReader().read(manifest)) {
        case Manifest.Valid valid -> valid.stack();
        case Manifest.Invalid invalid -> throw new AssertionError(invalid.problems().toString());
      };
    }
  }

  PassResult pass() {
    return tracing.pass(STACK, stack, () -> engine.pass(STACK, stack, revisions, Instant.now()));
  }

  EmbeddedAws aws() {
    return aws;
  }

  @Override
  public void close() {
    clients.close();
    aws.close();
  }

  /** Leads every call to one endpoint. */
  private record Leading(SdkHttpClient http, URI endpoint) implements SdkHttpClient {
    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return http.prepareRequest(
          HttpExecuteRequest.builder()
              .request(
                  request.httpRequest().toBuilder()
                      .protocol(endpoint.getScheme())
                      .host(endpoint.getHost())
                      .port(endpoint.getPort())
                      .build())
              .contentStreamProvider(request.contentStreamProvider().orElse(null))
              .build());
    }

    @Override
    public void close() {
      http.close();
    }
  }
}
