package dev.hastack.provider.aws;

import dev.hastack.sandbox.aws.AwsEndpoint;
import dev.hastack.sandbox.aws.front.Principal;
import dev.hastack.sandbox.aws.front.SimulatedAws;
import dev.hastack.sandbox.aws.front.SimulatedRegion;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import dev.hastack.sandbox.aws.wire.AwsWire;
import dev.hastack.sandbox.aws.wire.LoopbackServer;
import dev.hastack.testing.LeastPrivilege;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** A new simulated account, served over HTTP, whose time passes only when somebody lets it. */
final class VirtualAws implements AwsEndpoint, StandIn {
  private static final long SEED = 1;
  private static final String OPERATORS_KEY_ID = "AKIAOPERATOR00000001";
  private static final String ACCESS_KEY_ID = "AKIACONTRACT00000001";

  /** Signatures are not checked. */
  private static final String NO_SECRET = "none";

  /** An instance starts, and ends after the deregistration delay, in less. */
  private static final Duration A_WHILE = Duration.ofMinutes(5);

  private final SimulatedAws<SimulatedRegion> aws =
      SimulatedAws.inVirtualTime(SimulationOptions.calm(SEED), SimulatedRegion::new);
  private final LoopbackServer server =
      LoopbackServer.start(new AwsWire(SimulatedRegion.clients(), aws.backend()), 0);

  VirtualAws() {
    aws.keys().issue(ACCESS_KEY_ID, Principal.user(accountId(), "contract"));
    aws.keys().issue(OPERATORS_KEY_ID, LeastPrivilege.operator(accountId(), "cluster-1"));
  }

  @Override
  public AwsEndpoint endpoint() {
    return this;
  }

  @Override
  public String accountId() {
    return "111122223333";
  }

  @Override
  public AwsCredentialsProvider operatorsCredentials() {
    return credentials(OPERATORS_KEY_ID);
  }

  @Override
  public void letTimePass() {
    letPass(A_WHILE);
  }

  void letPass(Duration duration) {
    aws.time().advance(duration);
  }

  @Override
  public boolean follows(AwsRule rule) {
    return true;
  }

  @Override
  public URI uri() {
    return server.uri();
  }

  @Override
  public AwsCredentialsProvider credentials() {
    return credentials(ACCESS_KEY_ID);
  }

  private static AwsCredentialsProvider credentials(String keyId) {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(keyId, NO_SECRET));
  }

  @Override
  public Map<String, String> environment() {
    throw new UnsupportedOperationException("no other process calls this account");
  }

  @Override
  public void provideInstanceProfile(String name) {
    aws.region(accountId(), REGION).ec2().provideInstanceProfile(name);
  }

  @Override
  public void provideKeyPair(String name) {
    aws.region(accountId(), REGION).ec2().provideKeyPair(name);
  }

  @Override
  public void reset() {
    throw new UnsupportedOperationException("make a new one");
  }

  @Override
  public void close() {
    server.close();
    aws.close();
    LeastPrivilege.mustHaveSufficed(aws);
  }
}
