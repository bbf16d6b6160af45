package dev.hastack.sandbox.aws.wire;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkPojo;

/**
 * The operations of one service, read off the SDK's client interface. Operations that stream are
 * left out.
 *
 * @param byName in small letters: the wire says {@code CreateDBCluster}, the SDK's classes {@code
 *     CreateDbCluster}
 */
record ServiceModel(Map<String, Method> byName) {

  /** Reading a client interface loads the classes of all its requests and answers. */
  private static final ClassValue<ServiceModel> READ =
      new ClassValue<>() {
        @Override
        protected ServiceModel computeValue(Class<?> client) {
          return read(client);
        }
      };

  static ServiceModel of(Class<? extends SdkClient> client) {
    return READ.get(client);
  }

  private static ServiceModel read(Class<?> client) {
    return new ServiceModel(
        Arrays.stream(client.getMethods())
            .filter(ServiceModel::isOperation)
            .collect(Collectors.toMap(method -> key(method.getName()), Function.identity())));
  }

  /** The name in the credential scope of the service's calls. */
  static String signingName(Class<? extends SdkClient> client) {
    try {
      return (String) client.getField("SERVICE_NAME").get(null);
    } catch (ReflectiveOperationException notOfAws) {
      throw new IllegalArgumentException(client + " is no AWS client interface", notOfAws);
    }
  }

  /** The method that takes the request of an operation. */
  Optional<Method> operation(String name) {
    return Optional.ofNullable(byName.get(key(name)));
  }

  /** An empty request for a method. */
  static SdkPojo newRequest(Method operation) {
    try {
      return (SdkPojo) operation.getParameterTypes()[0].getMethod("builder").invoke(null);
    } catch (ReflectiveOperationException notOfAws) {
      throw new IllegalStateException(operation + " has no request builder", notOfAws);
    }
  }

  private static boolean isOperation(Method method) {
    return method.getParameterCount() == 1
        && AwsRequest.class.isAssignableFrom(method.getParameterTypes()[0])
        && AwsResponse.class.isAssignableFrom(method.getReturnType());
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
