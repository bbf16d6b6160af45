package dev.hastack.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LeadershipTest {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final String LEASE =
      "https://cluster/apis/coordination.k8s.io/v1/namespaces/default/leases/hastack-operator";

  private final AtomicLong now = new AtomicLong(Duration.ofHours(1).toNanos());
  private final Leadership leadership = Leadership.elected("hastack-operator", DEADLINE, now::get);

  @Test
  void shouldHoldNothingWhenNotElected() {
    leadership.renewed(now.get());
    assertThat(leadership.holds()).isFalse();
  }

  @Test
  void shouldHoldUntilTheDeadlineWhenElectedAndRenewed() {
    // Given
    leadership.renewed(now.get());
    leadership.gained();

    // When
    now.addAndGet(DEADLINE.toNanos() - 1);

    // Then
    assertThat(leadership.holds()).isTrue();
  }

  @Test
  void shouldHoldNoLongerWhenTheLastRenewalIsTooOld() {
    // Given
    leadership.renewed(now.get());
    leadership.gained();

    // When
    now.addAndGet(DEADLINE.toNanos());

    // Then: nobody has told it yet that the lease is lost
    assertThat(leadership.holds()).isFalse();

    // When
    leadership.renewed(now.get());

    // Then
    assertThat(leadership.holds()).isTrue();
  }

  @Test
  void shouldHoldNoLongerWhenTheLeaseIsLost() {
    // Given
    leadership.renewed(now.get());
    leadership.gained();

    // When
    leadership.lost();

    // Then
    assertThat(leadership.holds()).isFalse();
  }

  @Test
  void shouldDrainFromItsElectionUntilAnotherIsSeenToLead() {
    assertThat(leadership.mayDrain()).isFalse();

    // When
    leadership.renewed(now.get());
    leadership.gained();

    // Then
    assertThat(leadership.mayDrain()).isTrue();

    // When nobody can say who leads
    now.addAndGet(DEADLINE.multipliedBy(100).toNanos());
    leadership.lost();

    // Then
    assertThat(leadership.holds()).isFalse();
    assertThat(leadership.mayDrain()).isTrue();

    // When
    leadership.otherLeads();

    // Then
    assertThat(leadership.mayDrain()).isFalse();

    // When
    leadership.gained();

    // Then
    assertThat(leadership.mayDrain()).isTrue();
  }

  @Test
  void shouldHoldWithoutRenewalsWhenAlone() {
    // Given
    Leadership alone = Leadership.alone();
    assertThat(alone.holds()).isFalse();

    // When
    alone.gained();

    // Then
    assertThat(alone.holds()).isTrue();
  }

  /** An answer without a body. */
  private record Answer(HttpRequest request, int code) implements HttpResponse<String> {
    @Override
    public String body() {
      return "";
    }

    @Override
    public Optional<HttpResponse<?>> previousResponse() {
      return Optional.empty();
    }

    @Override
    public List<String> headers(String name) {
      return List.of();
    }

    @Override
    public Map<String, List<String>> headers() {
      return Map.of();
    }
  }

  private record NoTags() implements Interceptor.RequestTags {
    @Override
    public <T> @Nullable T getTag(Class<T> type) {
      return null;
    }
  }

  private static HttpRequest request(String method, URI uri, String body) {
    return new StandardHttpRequest.Builder()
        .uri(uri)
        .method(method, "application/json", body)
        .build();
  }

  private HttpRequest send(String method, String path, String body) {
    HttpRequest request = request(method, URI.create(path), body);
    leadership.before(new StandardHttpRequest.Builder(), request, new NoTags());
    return request;
  }

  private HttpRequest read() {
    return send("GET", LEASE, "");
  }

  private HttpRequest write(String body) {
    return send("PUT", LEASE, body);
  }

  /** Each try is another request to the client that makes it, so the answer has another id. */
  private void answer(HttpRequest request, int code) {
    leadership.after(
        request(request.method(), request.uri(), request.bodyString()),
        new Answer(request, code),
        (value, body) -> {});
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void shouldCountFromTheBeginningWhenTheAnswerIsSlow() {
    // Given
    leadership.gained();
    answer(read(), 200);
    HttpRequest renewal = write("renewed at 0:00");

    // When
    pass(DEADLINE.minusSeconds(1));
    answer(renewal, 200);

    // Then
    assertThat(leadership.holds()).isTrue();

    // When
    pass(Duration.ofSeconds(1));

    // Then
    assertThat(leadership.holds()).isFalse();
  }

  @Test
  void shouldCountFromTheReadBeforeWhenThatIsSlow() {
    // Given
    leadership.gained();
    HttpRequest read = read();
    pass(Duration.ofSeconds(3));
    leadership.before(new StandardHttpRequest.Builder(), read, new NoTags());
    pass(Duration.ofSeconds(3));
    answer(read, 200);

    // When
    answer(write("renewed at 0:00"), 200);
    pass(DEADLINE.minusSeconds(6));

    // Then
    assertThat(leadership.holds()).isFalse();
  }

  @Test
  void shouldTakeNoLateAnswerForANewRenewal() {
    // Given
    leadership.gained();
    answer(read(), 200);
    HttpRequest abandoned = write("renewed at 0:00");
    pass(DEADLINE);

    // When
    answer(read(), 200);
    HttpRequest renewal = write("renewed at 0:10");
    answer(abandoned, 200);

    // Then
    assertThat(leadership.holds()).isFalse();

    // When
    answer(renewal, 200);

    // Then
    assertThat(leadership.holds()).isTrue();
  }

  @Test
  void shouldNotCountWhatWasRefusedOrIsNoRenewal() {
    // Given
    leadership.gained();
    answer(read(), 200);

    // When
    answer(write("renewed at 0:00"), 409);
    answer(send("PUT", LEASE + "-of-others", "renewed at 0:00"), 200);

    // Then
    assertThat(leadership.holds()).isFalse();

    // When
    answer(send("POST", LEASE.substring(0, LEASE.lastIndexOf('/')), "created at 0:00"), 201);

    // Then
    assertThat(leadership.holds()).isTrue();
  }
}
