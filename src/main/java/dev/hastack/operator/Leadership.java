package dev.hastack.operator;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Whether this process may write to the cloud: the fence before every AWS write.
 *
 * <p>The elector tells of a loss only after its own call to the API server came back, which can be
 * long after the lease has run out. So the fence does not wait to be told: it watches the renewals
 * pass by on the wire, and closes by itself when the last one is older than the renew deadline,
 * which is shorter than the lease that others wait for.
 *
 * <p>A renewal is as old as the time it tells others, not as its answer: the elector looks at the
 * clock, reads the lease, and then writes that time into it (fabric8 7.4, {@code LeaderElector}),
 * so it is counted from the beginning of that read.
 */
final class Leadership implements Interceptor {
  private final String leasePath;
  private final long openNanos;
  private final LongSupplier nanoTime;
  private final boolean elected;
  private volatile boolean leading;
  private volatile boolean drains;
  private volatile long renewedNanos;
  private volatile Attempt attempt = new Attempt(new UUID(0, 0), 0, "");

  /**
   * The elector's latest try.
   *
   * @param read the reading of the lease that it began with, the same for each repetition of that
   * @param written the body of its write; empty before there is one
   */
  private record Attempt(UUID read, long begunNanos, String written) {}

  private Leadership(
      String leaseName, Duration renewDeadline, boolean elected, LongSupplier nanoTime) {
    this.leasePath = "/leases/" + leaseName;
    this.openNanos = renewDeadline.toNanos();
    this.elected = elected;
    this.nanoTime = nanoTime;
  }

  /**
   * Of a process that competes for a lease.
   *
   * @param renewDeadline how long one renewal keeps the fence open
   * @param nanoTime a clock that never goes back, in nanoseconds
   */
  static Leadership elected(String leaseName, Duration renewDeadline, LongSupplier nanoTime) {
    return new Leadership(leaseName, renewDeadline, true, nanoTime);
  }

  /** Of a process that was told that it is the only one. */
  static Leadership alone() {
    return new Leadership("", Duration.ZERO, false, () -> 0);
  }

  /** Whether a write may be begun now. */
  boolean holds() {
    return leading && (!elected || nanoTime.getAsLong() - renewedNanos < openNanos);
  }

  /** Whether this process was elected and has not been told otherwise. */
  boolean isLeading() {
    return leading;
  }

  /**
   * Whether servers that are taken away may be drained: by whoever was the last to lead, also while
   * the API server cannot say who leads. What is done then does no harm when two do it.
   */
  boolean mayDrain() {
    return drains;
  }

  void gained() {
    leading = true;
    drains = true;
  }

  /** Another process was seen to lead. */
  void otherLeads() {
    drains = false;
  }

  void lost() {
    leading = false;
  }

  /** The lease was renewed by a try that began then. */
  void renewed(long begunNanos) {
    renewedNanos = begunNanos;
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    Attempt latest = attempt;
    if (isReading(request) && !request.id().equals(latest.read())) {
      attempt = new Attempt(request.id(), nanoTime.getAsLong(), "");
    } else if (isRenewal(request)) {
      attempt = new Attempt(latest.read(), latest.begunNanos(), bodyOf(request));
    }
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    Attempt latest = attempt;
    // A late answer to a write that was given up belongs to no try whose beginning is known.
    if (response.isSuccessful() && isRenewal(request) && bodyOf(request).equals(latest.written())) {
      renewed(latest.begunNanos());
    }
  }

  private boolean isReading(HttpRequest request) {
    return request.method().equals("GET") && isLease(request);
  }

  /** A create or an update, whichever verb the elector updates with. */
  private boolean isRenewal(HttpRequest request) {
    return switch (request.method()) {
      case "PUT", "PATCH" -> isLease(request);
      case "POST" -> elected && request.uri().getPath().endsWith("/leases");
      default -> false;
    };
  }

  private boolean isLease(HttpRequest request) {
    return elected && request.uri().getPath().endsWith(leasePath);
  }

  private static String bodyOf(HttpRequest request) {
    return Objects.requireNonNullElse(request.bodyString(), "");
  }
}
