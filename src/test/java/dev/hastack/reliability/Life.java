package dev.hastack.reliability;

import dev.hastack.core.outcome.ContinuationPolicy;
import dev.hastack.core.stack.Place;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import dev.hastack.engine.InternalPass;
import dev.hastack.engine.InternalStacks;
import dev.hastack.engine.PassResult;
import dev.hastack.engine.Retirement;
import dev.hastack.engine.StackEngine;
import dev.hastack.provider.aws.AwsClientSettings;
import dev.hastack.provider.aws.AwsClients;
import dev.hastack.provider.aws.AwsDiscovery;
import dev.hastack.provider.aws.AwsFacts;
import dev.hastack.provider.aws.AwsInternalStacks;
import dev.hastack.provider.aws.AwsProvider;
import dev.hastack.provider.aws.AwsRegions;
import dev.hastack.provider.aws.Interruptions;
import dev.hastack.provider.aws.RegionClients;
import dev.hastack.provider.aws.UserDataObjects;
import dev.hastack.provider.aws.resource.LifecycleHook;
import dev.hastack.provider.aws.resource.Queue;
import dev.hastack.sandbox.aws.wire.Backend;
import dev.hastack.sandbox.aws.wire.InProcessHttpClient;
import dev.hastack.sandbox.aws.wire.SimulatedRetries;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * One life of the operator's process: the real engine, provider and SDK, which remember nothing of
 * an earlier life.
 */
final class Life implements AutoCloseable {
  /** The default of the operator. */
  static final Duration RESYNC = Duration.ofSeconds(60);

  private static final int ATTEMPTS = 4;

  /** The SDK counts these by the wall clock, which stands still here: they only must not strike. */
  private static final Duration UNREACHED = Duration.ofHours(1);

  private final Strands strands;
  private final Fate fate;
  private final AwsClients clients;
  private final AwsRegions regions;
  private final AwsDiscovery discovery;
  private final StackEngine<AwsFacts> engine;
  private final InternalStacks own;

  /**
   * @param newerBy how many versions of the blueprint this operator is ahead of the first
   */
  Life(
      Strands strands,
      Backend backend,
      UserDataObjects objects,
      Fate fate,
      int newerBy,
      long seed) {
    this.strands = strands;
    this.fate = fate;
    var jitter = new SplittableRandom(seed);
    this.clients =
        new AwsClients(
            new AwsClientSettings(
                "test",
                new InProcessHttpClient(Wires.before(mortal(backend))),
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(VirtualCluster.OPERATOR, "secret")),
                () ->
                    SimulatedRetries.adaptive(
                        ATTEMPTS, strands.time()::now, strands::pause, jitter.split()),
                UNREACHED,
                UNREACHED),
            (service, operation, outcome, duration) -> {},
            () -> true);
    this.regions = new AwsRegions(clients);
    this.discovery =
        new AwsDiscovery(regions, strands.time()::now, AwsDiscovery.ImageOwners.ANY, objects);
    var continuations = new ContinuationPolicy(RESYNC);
    this.engine =
        new StackEngine<>(
            new NewerProvider(new AwsProvider(regions, discovery), newerBy), continuations);
    this.own = new InternalStacks(new AwsInternalStacks(regions, discovery), continuations);
  }

  private Backend mortal(Backend backend) {
    Backend befallen = fate.before(backend);
    return call -> {
      strands.travel();
      return befallen.answer(call);
    };
  }

  /**
   * One pass.
   *
   * @throws Fate.Died when the process did not live to see its end
   */
  PassResult pass(KeptStack stack) {
    PassResult result =
        engine.pass(stack.id(), stack.object(), stack.revisions(fate), strands.time().now());
    if (fate.isDead()) {
      throw new Fate.Died();
    }
    return result;
  }

  /**
   * What it would do if it heard this.
   *
   * @param now by its own clock
   */
  StackEngine.Preview preview(KeptStack stack, Interruptions heard, Instant now) {
    return new StackEngine<>(
            new AwsProvider(regions, discovery, heard), new ContinuationPolicy(RESYNC))
        .preview(stack.id(), stack.object(), stack.revisions(fate).load(), now);
  }

  /**
   * Makes the operator's own stack.
   *
   * @return the URL of the queue that hears of servers
   */
  String queue(String cluster) {
    var place = new Place(VirtualCluster.ACCOUNT, Outsider.REGION);
    var signals = new ResourceId(Queue.KIND, "signals");
    for (int passes = 0; passes < 10; passes++) {
      InternalPass pass = own.pass(cluster, place, true, strands.time().now());
      Value url = pass.outputs().getOrDefault(signals, Map.of()).get(Queue.OUTPUT_URL);
      if (url != null && pass.plan().isEmpty()) {
        return url.toString();
      }
    }
    throw new AssertionError("no queue of signals");
  }

  /** Takes away once what of a stack only the operator serves. */
  Retirement.Look retire(KeptStack stack) {
    return new Retirement(new AwsProvider(regions, discovery), Set.of(LifecycleHook.KIND))
        .pass(stack.id(), stack.object(), stack.revisions(fate), strands.time().now());
  }

  /** Looks once at the operator's own stack, which is not wanted any more. */
  InternalPass retireQueue(String cluster) {
    return own.pass(
        cluster, new Place(VirtualCluster.ACCOUNT, Outsider.REGION), false, strands.time().now());
  }

  /** The clients of this process. */
  RegionClients clients() {
    return clients.in(Outsider.REGION);
  }

  Fate fate() {
    return fate;
  }

  @Override
  public void close() {
    clients.close();
  }
}
