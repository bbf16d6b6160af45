package dev.hastack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ReadyCommandTest {
  private static final int UNAVAILABLE = 503;
  private static final int NO_BODY = -1;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine ready =
      new CommandLine(new ReadyCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
  private final AtomicInteger unready = new AtomicInteger();
  private final HttpServer operator = server();
  private final String url = "http://127.0.0.1:" + operator.getAddress().getPort() + "/ready";

  private static HttpServer server() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void begin() {
    operator.createContext(
        "/ready",
        exchange -> {
          exchange.sendResponseHeaders(unready.getAndDecrement() > 0 ? UNAVAILABLE : 200, NO_BODY);
          exchange.close();
        });
    operator.start();
  }

  @AfterEach
  void end() {
    operator.stop(0);
  }

  @Test
  void shouldSucceedOnceTheOperatorIsReady() {
    unready.set(1);

    assertThat(ready.execute(url)).isZero();
    assertThat(out.toString()).contains(url + " is ready");
  }

  @Test
  void shouldFailAndSayWhatWasAnsweredWhenItIsNotReadyInTime() {
    unready.set(1_000);

    assertThat(ready.execute(url, "--within", "0")).isEqualTo(1);
    assertThat(err.toString()).contains(url + " is not ready: status 503");
  }

  @Test
  void shouldFailWhenNobodyAnswers() {
    operator.stop(0);

    assertThat(ready.execute(url, "--within", "0")).isEqualTo(1);
    assertThat(err.toString()).contains(url + " is not ready: ").doesNotContain("\tat ");
  }

  @Test
  void shouldFailWhenTheUrlIsNone() {
    assertThat(ready.execute("operator:8080/ready", "--within", "0")).isEqualTo(1);
    assertThat(err.toString()).contains("operator:8080/ready is not ready: ");
  }
}
