package dev.hastack.sandbox.aws;

import dev.hastack.sandbox.report.SandboxException;
import java.net.URI;

/**
 * An endpoint that somebody else runs, at any URL.
 *
 * @param uri its URL
 */
public record ForeignEndpoint(URI uri) implements AwsEndpoint {
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
