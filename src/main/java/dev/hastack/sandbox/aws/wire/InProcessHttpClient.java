package dev.hastack.sandbox.aws.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * The transport of SDK clients whose AWS is in the same process: no socket and no thread. A call is
 * answered on the caller's thread before {@code call()} returns.
 *
 * <p>The SDK's timeouts for a call and for an attempt run in real time and know nothing of a
 * simulated clock. Under virtual time set them far above what a run takes (an hour), and let {@link
 * SimulatedRetries} do the waiting.
 */
public final class InProcessHttpClient implements SdkHttpClient {
  private final AwsWire wire;

  public InProcessHttpClient(AwsWire wire) {
    this.wire = wire;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return execute(request);
      }

      @Override
      public void abort() {
        // An answer is never under way.
      }
    };
  }

  @Override
  public String clientName() {
    return "InProcess";
  }

  @Override
  public void close() {
    // Holds nothing.
  }

  private HttpExecuteResponse execute(HttpExecuteRequest request) throws IOException {
    SdkHttpRequest http = request.httpRequest();
    WireResponse response;
    try {
      response =
          wire.handle(
              new WireRequest(
                  http.method().name(),
                  http.encodedPath(),
                  http.encodedQueryParameters().orElse(""),
                  http.headers(),
                  body(request)));
    } catch (NoAnswer lost) {
      var timeout = new SocketTimeoutException(lost.getMessage());
      timeout.initCause(lost);
      throw timeout;
    }
    SdkHttpResponse.Builder head = SdkHttpResponse.builder().statusCode(response.status());
    response.headers().forEach(head::putHeader);
    return HttpExecuteResponse.builder()
        .response(head.build())
        .responseBody(AbortableInputStream.create(response.body().asInputStream()))
        .build();
  }

  private static SdkBytes body(HttpExecuteRequest request) throws IOException {
    if (request.contentStreamProvider().isEmpty()) {
      return SdkBytes.fromByteArrayUnsafe(new byte[0]);
    }
    try (InputStream body = request.contentStreamProvider().get().newStream()) {
      return SdkBytes.fromInputStream(body);
    }
  }
}
