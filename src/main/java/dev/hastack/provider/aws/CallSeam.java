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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkRequest;

/**
 * Around every call of one service's client: counts, and turns every failure into an {@link
 * AwsCallException}, so that nobody else classifies. The client itself is made by its first call:
 * most stacks need a few of the services, and making a client takes longer than ten calls.
 *
 * <p>A proxy and not the SDK's execution interceptor, because that may only exchange an exception
 * for one of the same type, and sees nothing of what fails before a call is on its way.
 */
final class CallSeam implements InvocationHandler {
  /** Looking a method up among the hundreds of a client costs more than much of a call. */
  private static final ClassValue<Map<Method, Boolean>> IMPLEMENTED =
      new ClassValue<>() {
        @Override
        protected Map<Method, Boolean> computeValue(Class<?> type) {
          return new ConcurrentHashMap<>();
        }
      };

  private final Supplier<? extends SdkClient> maker;
  private final String service;
  private final AwsCallListener listener;
  private @Nullable SdkClient made;
  private boolean isClosed;

  private CallSeam(Supplier<? extends SdkClient> maker, String service, AwsCallListener listener) {
    this.maker = maker;
    this.service = service;
    this.listener = listener;
  }

  /**
   * The client with the seam around it.
   *
   * @param maker called once, by the first call
   * @param service the prefix of its IAM actions
   */
  static <C extends SdkClient> C around(
      Class<C> type, Supplier<C> maker, String service, AwsCallListener listener) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, new CallSeam(maker, service, listener)));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return switch (method.getName()) {
        case "equals" -> arguments != null && proxy == arguments[0];
        case "hashCode" -> System.identityHashCode(proxy);
        default -> "the client of " + service;
      };
    }
    if (method.getName().equals("close")) {
      close();
      return null;
    }
    SdkClient client = client(method);
    if (!IMPLEMENTED
        .get(client.getClass())
        .computeIfAbsent(method, wanted -> isImplemented(client, wanted))) {
      // Paginators and shorthands come back here with the request they make.
      return InvocationHandler.invokeDefault(proxy, method, arguments);
    }
    boolean isCall =
        arguments != null && arguments.length == 1 && arguments[0] instanceof SdkRequest;
    return isCall ? call(client, method, arguments) : delegate(client, method, arguments);
  }

  private synchronized SdkClient client(Method method) {
    long startedNanos = System.nanoTime();
    try {
      if (isClosed) {
        throw new IllegalStateException("the client of " + service + " is closed");
      }
      SdkClient client = made;
      if (client == null) {
        client = maker.get();
        made = client;
      }
      return client;
    } catch (RuntimeException thrown) {
      Failure failure = AwsFailures.of(service + ":" + operation(method), thrown);
      report(operation(method), failure.kind().name(), startedNanos);
      throw new AwsCallException(failure, thrown);
    }
  }

  private synchronized void close() {
    isClosed = true;
    if (made != null) {
      made.close();
    }
  }

  private static boolean isImplemented(SdkClient client, Method method) {
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

  private @Nullable Object call(SdkClient client, Method method, Object @Nullable [] arguments) {
    String operation = operation(method);
    long startedNanos = System.nanoTime();
    try {
      Object answer = delegate(client, method, arguments);
      report(operation, AwsCallListener.OK, startedNanos);
      return answer;
    } catch (Throwable thrown) {
      Failure failure = AwsFailures.of(service + ":" + operation, thrown);
      boolean fenced = failure.code().equals(FencedWrites.NOT_LEADER);
      report(operation, fenced ? AwsCallListener.FENCED : failure.kind().name(), startedNanos);
      throw new AwsCallException(failure, thrown);
    }
  }

  private static String operation(Method method) {
    String name = method.getName();
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  private static @Nullable Object delegate(
      SdkClient client, Method method, Object @Nullable [] arguments) throws Throwable {
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
