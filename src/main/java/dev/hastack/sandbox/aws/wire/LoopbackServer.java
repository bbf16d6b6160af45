package dev.hastack.sandbox.aws.wire;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.core.SdkBytes;

/**
 * Serves AWS over HTTP on 127.0.0.1, for callers in other processes. Other things can be served
 * beside it under paths of their own; AWS's calls go to {@code /}, those of S3 to the names of
 * buckets.
 */
public final class LoopbackServer implements AutoCloseable {
  private static final int NO_BODY = -1;

  static {
    // The JDK's server writes head and body apart, and Nagle's algorithm would hold each body back
    // until the head is acknowledged, which takes 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private LoopbackServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts to serve.
   *
   * @param port 0 for any that is free
   */
  public static LoopbackServer start(AwsWire wire, int port) {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      var loopback = new LoopbackServer(HttpServer.create(address, 0));
      loopback.server.setExecutor(loopback.threads);
      loopback.mount("/", exchange -> serve(wire, exchange));
      loopback.server.start();
      return loopback;
    } catch (IOException taken) {
      throw new UncheckedIOException("Cannot listen on port " + port + " of 127.0.0.1", taken);
    }
  }

  /** Serves something else below a path, for example {@code /_sandbox}. */
  public void mount(String path, HttpHandler handler) {
    server.createContext(path, handler);
  }

  /** What {@code AWS_ENDPOINT_URL} must be. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static void serve(AwsWire wire, HttpExchange exchange) throws IOException {
    // An exchange that is closed before it was answered breaks its connection.
    try (exchange) {
      SdkBytes body = SdkBytes.fromInputStream(exchange.getRequestBody());
      URI uri = exchange.getRequestURI();
      String query = Objects.requireNonNullElse(uri.getRawQuery(), "");
      send(
          exchange,
          wire.handle(
              new WireRequest(
                  exchange.getRequestMethod(),
                  uri.getRawPath(),
                  query,
                  exchange.getRequestHeaders(),
                  body)));
    } catch (NoAnswer lost) {
      return;
    }
  }

  private static void send(HttpExchange exchange, WireResponse response) throws IOException {
    byte[] body = response.body().asByteArrayUnsafe();
    response.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(response.status(), body.length == 0 ? NO_BODY : body.length);
    exchange.getResponseBody().write(body);
  }
}
