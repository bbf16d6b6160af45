package dev.hastack.sandbox.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Asks servers over HTTP or HTTPS whether they are ready: ready is whoever answers 200. */
final class ReadinessProbe implements BooleanSupplier {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final int OK = 200;

  private final URI uri;
  private final @Nullable Path trustedCertificates;

  private ReadinessProbe(URI uri, @Nullable Path trustedCertificates) {
    this.uri = uri;
    this.trustedCertificates = trustedCertificates;
  }

  static ReadinessProbe http(URI uri) {
    return new ReadinessProbe(uri, null);
  }

  /**
   * A probe of a server that makes its own certificate.
   *
   * @param trustedCertificates a PEM file; until the server has written it, it is not ready
   */
  static ReadinessProbe https(URI uri, Path trustedCertificates) {
    return new ReadinessProbe(uri, trustedCertificates);
  }

  @Override
  public boolean getAsBoolean() {
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(TIMEOUT);
    try {
      if (trustedCertificates != null) {
        builder.sslContext(trusting(trustedCertificates));
      }
      try (HttpClient client = builder.build()) {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
      }
    } catch (IOException | GeneralSecurityException notYet) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static SSLContext trusting(Path file) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream pem = Files.newInputStream(file)) {
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        trusted.setCertificateEntry("certificate-" + trusted.size(), certificate);
      }
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }
}
