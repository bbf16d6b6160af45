package dev.hastack.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** Takes traces as a collector does: OTLP over HTTP, in protobuf. */
public final class TraceCollector implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final List<byte[]> bodies = new CopyOnWriteArrayList<>();
  private final List<ExportTraceServiceRequest> requests = new CopyOnWriteArrayList<>();
  private volatile Mood mood = Mood.WELL;

  /** How it answers. */
  public enum Mood {
    WELL,
    /** Answers that it does not take any. */
    REFUSES,
    /** Takes the request and never answers. */
    HANGS
  }

  private TraceCollector(HttpServer server) {
    this.server = server;
  }

  /** Starts one on a free port. */
  public static TraceCollector start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      var collector = new TraceCollector(server);
      server.createContext("/v1/traces", collector::answer);
      server.setExecutor(collector.threads);
      server.start();
      return collector;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void become(Mood other) {
    mood = other;
  }

  /** What {@code OTEL_EXPORTER_OTLP_ENDPOINT} says. */
  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** How many requests came, however they were answered. */
  public int requests() {
    return bodies.size();
  }

  /** Every span that was taken. */
  public List<Span> spans() {
    return requests.stream()
        .flatMap(request -> request.getResourceSpansList().stream())
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .toList();
  }

  /** Who sent them, by attribute. */
  public Map<String, String> resource() {
    Resource resource = requests.getFirst().getResourceSpans(0).getResource();
    return attributes(resource.getAttributesList());
  }

  /** What a span says, by attribute. */
  public static Map<String, String> attributes(Span span) {
    return attributes(span.getAttributesList());
  }

  private static Map<String, String> attributes(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(Collectors.toMap(KeyValue::getKey, each -> text(each.getValue())));
  }

  private static String text(AnyValue value) {
    return value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue();
  }

  /** All bytes of all requests, as text of one byte a character. */
  public String bytes() {
    return bodies.stream()
        .map(body -> new String(body, StandardCharsets.ISO_8859_1))
        .collect(Collectors.joining());
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    bodies.add(body);
    switch (mood) {
      case WELL -> {
        requests.add(ExportTraceServiceRequest.parseFrom(body));
        exchange.sendResponseHeaders(200, -1);
      }
      case REFUSES -> exchange.sendResponseHeaders(400, -1);
      case HANGS -> {
        try {
          closing.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
    exchange.close();
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
