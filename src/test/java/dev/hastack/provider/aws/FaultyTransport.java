package dev.hastack.provider.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Leads every call to one endpoint, and answers chosen operations as an AWS in trouble would: on
 * the wire, so that the SDK's own reading of errors is part of the test.
 */
final class FaultyTransport implements SdkHttpClient {
  private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=([A-Za-z]+)");

  /** An error answer; status 0 stands for no answer at all. */
  record Fault(String containing, int status, String code, String message) {}

  private final SdkHttpClient http;
  private final URI endpoint;
  private final Set<String> userAgents = ConcurrentHashMap.newKeySet();
  private final Map<String, Fault> faults = new ConcurrentHashMap<>();
  private final Map<String, UnaryOperator<String>> rewrites = new ConcurrentHashMap<>();

  FaultyTransport(SdkHttpClient http, URI endpoint) {
    this.http = http;
    this.endpoint = endpoint;
  }

  void fail(String operation, int status, String code, String message) {
    failWhen(operation, "", status, code, message);
  }

  /** Fails only requests whose body contains some text, such as those for a further page. */
  void failWhen(String operation, String containing, int status, String code, String message) {
    faults.put(operation, new Fault(containing, status, code, message));
  }

  void disconnect(String operation) {
    faults.put(operation, new Fault("", 0, "", ""));
  }

  /** Exchanges text in the answers of an operation, as a newer AWS might answer. */
  void rewrite(String operation, UnaryOperator<String> answer) {
    rewrites.put(operation, answer);
  }

  /** Who said to call, without repeats. */
  Set<String> userAgents() {
    return userAgents;
  }

  void heal() {
    faults.clear();
    rewrites.clear();
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    request.httpRequest().firstMatchingHeader("User-Agent").ifPresent(userAgents::add);
    String body = body(request);
    Optional<Fault> fault =
        operation(request, body).map(faults::get).filter(each -> body.contains(each.containing()));
    if (fault.isPresent()) {
      return answering(fault.get());
    }
    SdkHttpRequest redirected =
        request.httpRequest().toBuilder()
            .protocol(endpoint.getScheme())
            .host(endpoint.getHost())
            .port(endpoint.getPort())
            .build();
    var prepared = HttpExecuteRequest.builder().request(redirected);
    request.contentStreamProvider().ifPresent(prepared::contentStreamProvider);
    ExecutableHttpRequest real = http.prepareRequest(prepared.build());
    return operation(request, body)
        .map(rewrites::get)
        .<ExecutableHttpRequest>map(answer -> new Rewriting(real, answer))
        .orElse(real);
  }

  @Override
  public void close() {
    http.close();
  }

  private static Optional<String> operation(HttpExecuteRequest request, String body) {
    Optional<String> target = request.httpRequest().firstMatchingHeader("X-Amz-Target");
    if (target.isPresent()) {
      return target.map(name -> name.substring(name.lastIndexOf('.') + 1));
    }
    Matcher action = ACTION.matcher(body);
    return action.find() ? Optional.of(action.group(1)) : Optional.empty();
  }

  private static String body(HttpExecuteRequest request) {
    return request
        .contentStreamProvider()
        .map(
            content -> {
              try (InputStream body = content.newStream()) {
                return new String(body.readAllBytes(), StandardCharsets.UTF_8);
              } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
              }
            })
        .orElse("");
  }

  private record Rewriting(ExecutableHttpRequest real, UnaryOperator<String> answer)
      implements ExecutableHttpRequest {
    @Override
    public HttpExecuteResponse call() throws IOException {
      HttpExecuteResponse response = real.call();
      String body;
      try (InputStream stream = response.responseBody().orElseThrow()) {
        body = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      }
      SdkHttpFullResponse headers =
          SdkHttpFullResponse.builder().statusCode(response.httpResponse().statusCode()).build();
      return HttpExecuteResponse.builder()
          .response(headers)
          .responseBody(
              AbortableInputStream.create(
                  new ByteArrayInputStream(answer.apply(body).getBytes(StandardCharsets.UTF_8))))
          .build();
    }

    @Override
    public void abort() {
      real.abort();
    }
  }

  private static ExecutableHttpRequest answering(Fault fault) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        if (fault.status() == 0) {
          throw new ConnectException("Connection refused");
        }
        String body =
            """
            <Response><ErrorResponse><Error><Type>Sender</Type><Code>%1$s</Code><Message>%2$s</Message></Error></ErrorResponse>\
            <Errors><Error><Code>%1$s</Code><Message>%2$s</Message></Error></Errors><Error><Code>%1$s</Code><Message>%2$s</Message></Error></Response>"""
                .formatted(fault.code(), fault.message());
        return HttpExecuteResponse.builder()
            .response(SdkHttpFullResponse.builder().statusCode(fault.status()).build())
            .responseBody(
                AbortableInputStream.create(
                    new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
            .build();
      }

      @Override
      public void abort() {
        // Nothing is under way.
      }
    };
  }
}
