package dev.hastack.sandbox.picture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A Prometheus of our own, which watches one operator. */
public final class Prometheus implements AutoCloseable {
  /** How often it looks. */
  public static final Duration EVERY = Duration.ofSeconds(5);

  /**
   * What Grafana would put in for {@code $__rate_interval} at that pace: four looks are enough for
   * a rate, and one more bridges a look that failed.
   */
  private static final Duration RATE_INTERVAL = EVERY.multipliedBy(6);

  private static final Duration START_DEADLINE = Duration.ofMinutes(1);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);
  private static final int OK = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ChildProcess process;
  private final URI http;
  private final HttpClient client = HttpClient.newHttpClient();

  private Prometheus(ChildProcess process, URI http) {
    this.process = process;
    this.http = http;
  }

  /**
   * Starts one.
   *
   * @param program of Prometheus itself, for example that of Debian's package prometheus
   * @param watched has {@code /q/metrics}
   * @param directory for its data and log
   * @throws SandboxException if it does not start
   */
  public static Prometheus start(Path program, URI watched, Path directory) {
    Path configuration = directory.resolve("prometheus.yml");
    try {
      Files.writeString(
          configuration,
          """
          global: {scrape_interval: %ds, scrape_timeout: 4s}
          scrape_configs:
            - job_name: hastack
              honor_labels: true
              metrics_path: /q/metrics
              static_configs: [{targets: ["%s"]}]
          """
              .formatted(EVERY.toSeconds(), watched.getAuthority()));
    } catch (IOException unwritable) {
      throw new SandboxException("Cannot write " + configuration, unwritable);
    }
    URI http = URI.create("http://127.0.0.1:" + LoopbackPort.free());
    var prometheus =
        new Prometheus(
            ChildProcess.start(
                new ChildProcess.Command(
                    "prometheus",
                    List.of(
                        program.toString(),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + directory.resolve("prometheus"),
                        "--web.listen-address=" + http.getAuthority(),
                        "--log.level=warn"),
                    Map.of(),
                    directory,
                    directory.resolve("prometheus.log"))),
            http);
    try {
      prometheus.process.awaitReady(prometheus::isReady, START_DEADLINE);
    } catch (SandboxException failed) {
      prometheus.close();
      throw failed;
    }
    return prometheus;
  }

  private boolean isReady() {
    try {
      return get("/-/ready").statusCode() == OK;
    } catch (IOException notYet) {
      return false;
    }
  }

  /**
   * What an expression of a dashboard was, every {@link #EVERY}. Where it has variables, all is
   * chosen.
   *
   * @throws SandboxException if Prometheus finds fault with it
   */
  public List<Series> ask(String expression, Instant from, Instant to) {
    String query =
        expression
            .replace("$__rate_interval", RATE_INTERVAL.toSeconds() + "s")
            .replace("$namespace", ".*")
            .replace("$name", ".*");
    String parameters =
        Map.of(
                "query", query,
                "start", Long.toString(from.getEpochSecond()),
                "end", Long.toString(to.getEpochSecond()),
                "step", Long.toString(EVERY.toSeconds()))
            .entrySet()
            .stream()
            .map(
                each ->
                    each.getKey()
                        + "="
                        + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    try {
      HttpResponse<String> answer = get("/api/v1/query_range?" + parameters);
      if (answer.statusCode() != OK) {
        throw new SandboxException(
            "Prometheus finds fault with %s: %s".formatted(query, answer.body()));
      }
      var all = new ArrayList<Series>();
      for (JsonNode series : JSON.readTree(answer.body()).path("data").path("result")) {
        all.add(series(series, from));
      }
      return all;
    } catch (IOException unreachable) {
      throw new SandboxException(
          "Prometheus does not answer: %s%n%s".formatted(unreachable, process.logTail()),
          unreachable);
    }
  }

  /**
   * Waits until there is an answer to each of some expressions, since a few metrics are measured
   * every two minutes only.
   *
   * @return whether there is
   */
  public boolean awaitAnswers(List<String> expressions, Instant from, Duration patience) {
    Instant end = Instant.now().plus(patience);
    boolean all = false;
    while (!all && Instant.now().isBefore(end) && !process.hasEndedWithin(EVERY)) {
      all = expressions.stream().noneMatch(each -> ask(each, from, Instant.now()).isEmpty());
    }
    return all;
  }

  private static Series series(JsonNode found, Instant from) {
    var labels = new TreeMap<String, String>();
    found
        .path("metric")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    var points = new ArrayList<Series.Point>();
    for (JsonNode pair : found.path("values")) {
      double value = number(pair.get(1).asText());
      if (Double.isFinite(value)) {
        points.add(new Series.Point(pair.get(0).asDouble() - from.getEpochSecond(), value));
      }
    }
    return new Series(labels, points);
  }

  /** As Prometheus writes those that are none. */
  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private HttpResponse<String> get(String path) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(http.resolve(path)).timeout(CALL_TIMEOUT).build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }

  @Override
  public void close() {
    client.close();
    process.close();
  }
}
