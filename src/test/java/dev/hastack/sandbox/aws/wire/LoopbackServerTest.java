package dev.hastack.sandbox.aws.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;

class LoopbackServerTest {
  private static final String CALL =
      "AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-central-1/ssm/aws4_request, SignedHeaders=host,"
          + " Signature=0";

  private final HttpClient http = HttpClient.newHttpClient();
  private final LoopbackServer server = LoopbackServer.start(wire(), 0);

  @AfterEach
  void stop() {
    server.close();
    http.close();
  }

  @Test
  void shouldAnswerCallOverHttp() throws Exception {
    // When
    var response = http.send(getParameter("known"), BodyHandlers.ofString());

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"Parameter\":{\"Name\":\"known\"}}");
    assertThat(InetAddress.getByName(server.uri().getHost()).isLoopbackAddress()).isTrue();
  }

  @Test
  void shouldBreakConnectionWhenThereIsNoAnswer() {
    assertThatThrownBy(() -> http.send(getParameter("lost"), BodyHandlers.ofString()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void shouldServeOtherThingsBesideAwsWhenMounted() throws Exception {
    // Given
    server.mount(
        "/_sandbox",
        exchange -> {
          byte[] body = "here".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });

    // When
    var mounted =
        http.send(
            HttpRequest.newBuilder(server.uri().resolve("/_sandbox/status")).build(),
            BodyHandlers.ofString());
    var call = http.send(getParameter("known"), BodyHandlers.ofString());

    // Then
    assertThat(mounted.body()).isEqualTo("here");
    assertThat(call.statusCode()).isEqualTo(200);
  }

  private HttpRequest getParameter(String name) {
    return HttpRequest.newBuilder(server.uri())
        .header("Authorization", CALL)
        .header("Content-Type", "application/x-amz-json-1.1")
        .header("X-Amz-Target", "AmazonSSM.GetParameter")
        .POST(HttpRequest.BodyPublishers.ofString("{\"Name\": \"" + name + "\"}"))
        .build();
  }

  private static AwsWire wire() {
    return new AwsWire(List.of(SsmClient.class), LoopbackServerTest::answer);
  }

  private static SdkPojo answer(WireCall call) {
    String name = ((GetParameterRequest) call.request()).name();
    if (name.equals("lost")) {
      throw new NoAnswer("lost");
    }
    return GetParameterResponse.builder().parameter(any -> any.name(name)).build();
  }
}
