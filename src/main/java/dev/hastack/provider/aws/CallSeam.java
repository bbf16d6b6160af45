package dev.hastack.provider.aws;

import dev.hastack.core.outcome.Failure;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkRequest;

/**
 * Around every call of one service's client: counts, and turns every failure into an {@link
 * AwsCallException}, so that nobody else classifies.
 *
 * <p>A proxy and not the SDK's execution interceptor, because that may only exchange an exception
 * for one of the same type, and sees nothing of what fails before a call is on its way.
 */
final class CallSeam implements InvocationHandler {
  private final SdkClient client;
  private final String service;
  private final AwsCallListener listener;

  /** Looking a method up among the hundreds of a client costs more than much of a call. */
  private final Map<Method, Boolean> implemented = new ConcurrentHashMap<>();

  private CallSeam(SdkClient client, String service, AwsCallListener listener) {
    this.client = client;
    this.service = service;
    this.listener = listener;
  }

  /**
   * The client with the seam around it.
   *
   * @param service the prefix of its IAM actions
   */
  static <C extends SdkClient> C around(
      Class<C> type, C client, String service, AwsCallListener listener) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, new CallSeam(client, service, listener)));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (!implemented.computeIfAbsent(method, this::isImplemented)) {
      // Paginators and shorthands come back here with the request they make.
      return InvocationHandler.invokeDefault(proxy, method, arguments);
    }
    boolean isCall =
        arguments != null && arguments.length == 1 && arguments[0] instanceof SdkRequest;
    return isCall ? call(method, arguments) : delegate(method, arguments);
  }

  private boolean isImplemented(Method method) {
    try {
      return !method.isDefault()
          || client
              .getClass()
              .getMethod(method.getName(), method.getParameterTypes())
              .getDeclaringClass()
              .equals(client.getClass());
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException(client + " does not have " + method, impossible);
    }
  }

  private @Nullable Object call(Method method, Object @Nullable [] arguments) {
    String operation =
        method.getName().substring(0, 1).toUpperCase(Locale.ROOT) + method.getName().substring(1);
    long startedNanos = System.nanoTime();
    try {
      Object answer = delegate(method, arguments);
      report(operation, AwsCallListener.OK, startedNanos);
      return answer;
    } catch (Throwable thrown) {
      Failure failure = AwsFailures.of(service + ":" + operation, thrown);
      boolean fenced = failure.code().equals(FencedWrites.NOT_LEADER);
      report(operation, fenced ? AwsCallListener.FENCED : failure.kind().name(), startedNanos);
      throw new AwsCallException(failure, thrown);
    }
  }

  private @Nullable Object delegate(Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(client, arguments);
    } catch (InvocationTargetException thrown) {
      throw Objects.requireNonNull(thrown.getCause());
    }
  }

  private void report(String operation, String outcome, long startedNanos) {
    listener.called(
        service, operation, outcome, Duration.ofNanos(System.nanoTime() - startedNanos));
  }
}
