package dev.hastack.sandbox.aws;

import dev.hastack.sandbox.report.SandboxException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/**
 * An endpoint that somebody else runs, at any URL, called with the credentials of this shell.
 *
 * @param uri its URL
 * @param shell the environment variables of this shell
 */
public record ForeignEndpoint(URI uri, Map<String, String> shell) implements AwsEndpoint {
  public ForeignEndpoint {
    shell = Map.copyOf(shell);
  }

  @Override
  public AwsCredentialsProvider credentials() {
    return DefaultCredentialsProvider.builder().build();
  }

  @Override
  public Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(shell);
    environment.keySet().removeIf(name -> !name.startsWith("AWS_"));
    environment.put("AWS_ENDPOINT_URL", uri.toString());
    environment.put("AWS_REGION", REGION);
    return environment;
  }

  @Override
  public void provideInstanceProfile(String name) {
    // An account of somebody else gets no IAM objects from us.
  }

  @Override
  public void provideKeyPair(String name) {
    // Nor keys.
  }

  @Override
  public void reset() {
    throw new SandboxException(
        "%s is not ours to reset: empty it with its own means.".formatted(uri));
  }

  @Override
  public void close() {
    // Whoever started it ends it.
  }
}
