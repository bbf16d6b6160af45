package dev.hastack.endtoend;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hastack.endtoend.Trouble.Answer;
import dev.hastack.provider.aws.AwsCallListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands on the wire between the operator and an AWS endpoint: notes every call, hands it on, and
 * gives trouble to chosen ones. Knows the query protocols by their {@code Action} and the JSON
 * protocol by its header.
 */
final class AwsProxy implements AutoCloseable {
  private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=(\\w+)");
  private static final Pattern SCOPE =
      Pattern.compile("Credential=([^/]+)/[^/]+/[^/]+/([^/]+)/aws4_request");

  /** What Java's HTTP client sets by itself. */
  private static final Set<String> OWN_HEADERS =
      Set.of("connection", "content-length", "expect", "host", "upgrade", "http2-settings");

  /**
   * One attempt of a call, as it passed by.
   *
   * @param accessKeyId of who called
   * @param service the prefix of IAM actions, for example {@code autoscaling}
   */
  record Call(String accessKeyId, String service, String action, String body) {
    boolean isWrite() {
      return !AwsCallListener.isRead(action);
    }

    boolean is(String wanted) {
      return wanted.equals(name());
    }

    /** Whether a stack's name, or another text, is part of it. */
    boolean mentions(String text) {
      return body.contains(text);
    }

    /** As IAM spells it, for example {@code ec2:CreateLaunchTemplate}. */
    String name() {
      return service + ":" + action;
    }
  }

  private record Rule(Predicate<Call> when, Trouble trouble) {}

  private final URI upstream;
  private final HttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();

  private AwsProxy(URI upstream, HttpServer server) {
    this.upstream = upstream;
    this.server = server;
  }

  static AwsProxy before(URI upstream) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      AwsProxy proxy = new AwsProxy(upstream, server);
      server.createContext("/", proxy::serve);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.start();
      return proxy;
    } catch (IOException noSocket) {
      throw new UncheckedIOException(noSocket);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** From now on calls like these get into trouble; of several rules the first counts. */
  void meet(Predicate<Call> calls, Trouble trouble) {
    rules.add(new Rule(calls, trouble));
  }

  /** From now on everything is handed on. */
  void heal() {
    rules.clear();
  }

  /** Every call so far, those that got into trouble included. */
  List<Call> calls() {
    return List.copyOf(calls);
  }

  /** What the writes said after that many calls. */
  List<SentWrite> writesSince(int calls) {
    return this.calls.stream().skip(calls).filter(Call::isWrite).map(SentWrite::of).toList();
  }

  /** The writes so far that mention a text. */
  List<Call> writes(String mentioned) {
    return calls.stream().filter(Call::isWrite).filter(call -> call.mentions(mentioned)).toList();
  }

  long count(String name) {
    return calls.stream().filter(call -> call.is(name)).count();
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Call call = call(exchange, new String(body, StandardCharsets.UTF_8));
      calls.add(call);
      Trouble trouble =
          rules.stream()
              .filter(rule -> rule.when().test(call))
              .findFirst()
              .map(Rule::trouble)
              .orElse(Trouble.none());
      Optional<Answer> answer = trouble.answer(call, () -> handOn(exchange, body));
      // Without an answer the exchange closes, and with it the connection.
      if (answer.isPresent()) {
        exchange.getResponseHeaders().set("Content-Type", answer.get().contentType());
        byte[] content = answer.get().body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(
            answer.get().status(), content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
      }
    }
  }

  private static Call call(HttpExchange exchange, String body) {
    String authorization =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("");
    Matcher scope = SCOPE.matcher(authorization);
    boolean signed = scope.find();
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    Matcher action = ACTION.matcher(body);
    return new Call(
        signed ? scope.group(1) : "",
        signed ? scope.group(2) : "",
        target != null
            ? target.substring(target.lastIndexOf('.') + 1)
            : action.find() ? action.group(1) : "",
        body);
  }

  private Answer handOn(HttpExchange exchange, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(upstream.resolve(exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!OWN_HEADERS.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse("text/xml"),
          response.body());
    } catch (IOException unreachable) {
      throw new UncheckedIOException(unreachable);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(interrupted));
    }
  }
}
