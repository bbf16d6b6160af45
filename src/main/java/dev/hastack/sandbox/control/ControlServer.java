package dev.hastack.sandbox.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hastack.sandbox.report.SandboxException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Hears of what a person in another shell wants from this sandbox: on 127.0.0.1, below a path that
 * nobody can guess, written into a file that its owner alone can read.
 */
public final class ControlServer implements AutoCloseable {
  static final int OK = 200;
  static final int REFUSED = 409;
  private static final int NOT_FOUND = 404;
  private static final int DEFECT = 500;
  private static final String URL_FILE = "control.url";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Director director;
  private final Runnable end;

  private ControlServer(HttpServer server, Director director, Runnable end) {
    this.server = server;
    this.director = director;
    this.end = end;
  }

  /**
   * Starts to listen.
   *
   * @param directory of this run; the file with the URL goes there
   * @param end begins to end the sandbox and returns
   */
  public static ControlServer start(Path directory, Director director, Runnable end) {
    try {
      HttpServer http =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      var control = new ControlServer(http, director, end);
      String path = "/" + UUID.randomUUID() + "/";
      http.setExecutor(control.threads);
      http.createContext(path, exchange -> control.serve(exchange, path));
      http.start();
      publish(directory, URI.create("http://127.0.0.1:" + http.getAddress().getPort() + path));
      return control;
    } catch (IOException failure) {
      throw new SandboxException("Cannot listen for commands: " + failure, failure);
    }
  }

  /** The file in which a running sandbox says where it listens. */
  static Path urlFile(Path directory) {
    return directory.resolve(URL_FILE);
  }

  /** How incidents travel. */
  static JsonMapper json() {
    return JsonMapper.builder().addModule(new JavaTimeModule()).build();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** A temporary file is its owner's alone from the first moment (mode 600), and stays so. */
  private static void publish(Path directory, URI url) throws IOException {
    Path written = Files.createTempFile(directory, "control", ".unfinished");
    Files.writeString(written, url.toString());
    Files.move(written, urlFile(directory), StandardCopyOption.ATOMIC_MOVE);
  }

  private void serve(HttpExchange exchange, String path) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String command = exchange.getRequestURI().getPath().substring(path.length());
      try {
        switch (exchange.getRequestMethod() + " " + command) {
          case "GET status" -> answer(exchange, OK, director.status());
          case "POST inject" -> answer(exchange, OK, director.inject(incident(body)));
          case "POST stop" -> {
            answer(exchange, OK, Long.toString(ProcessHandle.current().pid()));
            end.run();
          }
          default -> answer(exchange, NOT_FOUND, "This sandbox knows no command " + command);
        }
      } catch (SandboxException no) {
        answer(exchange, REFUSED, String.valueOf(no.getMessage()));
      } catch (RuntimeException defect) {
        answer(exchange, DEFECT, "The sandbox failed: " + defect);
      }
    }
  }

  private static Incident incident(String body) {
    try {
      return json().readValue(body, Incident.class);
    } catch (JsonProcessingException foreign) {
      throw new SandboxException(
          "This sandbox does not understand the command: it was started by another version.",
          foreign);
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.getResponseBody().close();
  }
}
