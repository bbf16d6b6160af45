package dev.hastack.sandbox.aws;

import dev.hastack.sandbox.cache.MotoEnvironment;
import dev.hastack.sandbox.process.ChildProcess;
import dev.hastack.sandbox.process.LoopbackPort;
import dev.hastack.sandbox.report.SandboxException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The AWS emulator moto as a process of ours on 127.0.0.1. */
public final class MotoServer implements AwsEndpoint {
  private static final Duration START_DEADLINE = Duration.ofMinutes(2);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
  private static final int OK = 200;

  /** Access key and secret: an emulator looks at their form only. */
  private static final String NOBODY = "test";

  private final URI uri;
  private final ChildProcess process;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CALL_TIMEOUT).build();

  private MotoServer(URI uri, ChildProcess process) {
    this.uri = uri;
    this.process = process;
  }

  /**
   * Starts moto and returns when it answers.
   *
   * @param directory an existing or new directory for its log
   * @throws SandboxException if it does not start; nothing is left running then
   */
  public static MotoServer start(MotoEnvironment environment, Path directory) {
    int port = LoopbackPort.free();
    ChildProcess process =
        ChildProcess.start(
            new ChildProcess.Command(
                "moto",
                environment.serve(port),
                Map.of(),
                created(directory),
                directory.resolve("moto.log")));
    MotoServer server = new MotoServer(URI.create("http://127.0.0.1:" + port), process);
    try {
      process.awaitReady(server::isReady, START_DEADLINE);
    } catch (RuntimeException failure) {
      server.close();
      throw failure;
    }
    return server;
  }

  @Override
  public URI uri() {
    return uri;
  }

  @Override
  public AwsCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(NOBODY, NOBODY));
  }

  @Override
  public Map<String, String> environment() {
    return Map.of(
        "AWS_ENDPOINT_URL", uri.toString(),
        "AWS_REGION", REGION,
        "AWS_DEFAULT_REGION", REGION,
        "AWS_ACCESS_KEY_ID", NOBODY,
        "AWS_SECRET_ACCESS_KEY", NOBODY);
  }

  @Override
  public void provideInstanceProfile(String name) {
    create("iam", "2010-05-08", "CreateInstanceProfile", "InstanceProfileName", name);
  }

  @Override
  public void provideKeyPair(String name) {
    create("ec2", "2016-11-15", "CreateKeyPair", "KeyName", name);
  }

  @Override
  public void reset() {
    HttpRequest request =
        HttpRequest.newBuilder(uri.resolve("/moto-api/reset"))
            .timeout(CALL_TIMEOUT)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    if (!succeeds(request)) {
      throw new SandboxException("moto could not be reset. " + process.logTail());
    }
  }

  @Override
  public void close() {
    client.close();
    process.close();
  }

  /**
   * One plain call of the query protocol. IAM is called nowhere else, so its client is not worth a
   * place in the product. Of a signature moto reads the scope alone, to know which service is
   * meant.
   */
  private void create(String service, String version, String action, String member, String name) {
    String form =
        "Action=%s&Version=%s&%s=%s"
            .formatted(action, version, member, URLEncoder.encode(name, StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(CALL_TIMEOUT)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=%s/20260101/%s/%s/aws4_request, SignedHeaders=host, Signature=0"
                    .formatted(NOBODY, REGION, service))
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    String answer = send(request).map(HttpResponse::body).orElse("no answer");
    boolean exists = answer.contains("EntityAlreadyExists") || answer.contains("Duplicate");
    if (!exists && !answer.contains("<" + action + "Response")) {
      throw new SandboxException(
          "moto could not do %s of '%s': %s%n%s"
              .formatted(action, name, answer, process.logTail()));
    }
  }

  private boolean isReady() {
    return succeeds(
        HttpRequest.newBuilder(uri.resolve("/moto-api/data.json")).timeout(CALL_TIMEOUT).build());
  }

  private boolean succeeds(HttpRequest request) {
    return send(request).filter(response -> response.statusCode() == OK).isPresent();
  }

  /** The answer, or nothing when there is none. */
  private Optional<HttpResponse<String>> send(HttpRequest request) {
    try {
      return Optional.of(client.send(request, HttpResponse.BodyHandlers.ofString()));
    } catch (IOException noAnswer) {
      return Optional.empty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static Path created(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException unwritable) {
      throw new SandboxException(
          "Cannot create %s: %s".formatted(directory, unwritable), unwritable);
    }
  }
}
