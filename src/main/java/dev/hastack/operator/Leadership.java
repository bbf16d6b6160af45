package dev.hastack.operator;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Whether this process may write to the cloud: the fence before every AWS write.
 *
 * <p>The elector tells of a loss only after its own call to the API server came back, which can be
 * long after the lease has run out. So the fence does not wait to be told: it watches the renewals
 * pass by on the wire, and closes by itself when the last one is older than the renew deadline,
 * which is shorter than the lease that others wait for.
 */
final class Leadership implements Interceptor {
  private final String leasePath;
  private final long openNanos;
  private final LongSupplier nanoTime;
  private final boolean elected;
  private volatile boolean leading;
  private volatile long renewedNanos;

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

  void gained() {
    leading = true;
  }

  void lost() {
    leading = false;
  }

  /** The lease was renewed just now. */
  void renewed() {
    renewedNanos = nanoTime.getAsLong();
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    if (elected && response.isSuccessful() && isRenewal(request)) {
      renewed();
    }
  }

  /** A create or an update, whichever verb the elector updates with. */
  private boolean isRenewal(HttpRequest request) {
    String path = request.uri().getPath();
    return switch (request.method()) {
      case "PUT", "PATCH" -> path.endsWith(leasePath);
      case "POST" -> path.endsWith("/leases");
      default -> false;
    };
  }
}
