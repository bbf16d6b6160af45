package dev.hastack.sandbox.aws.wire;

import dev.hastack.sandbox.aws.world.ApiError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkClient;

/**
 * Understands calls of AWS, has a {@link Backend} answer them, and puts its answers on the wire. It
 * speaks the query, EC2 query and JSON protocols, and of S3's what is asked of buckets. Which
 * service is meant stands in the signature; signatures are not verified.
 *
 * <p>Safe for use by many threads if the backend is.
 */
public final class AwsWire {
  private static final Logger LOG = Logger.getLogger(AwsWire.class);
  private static final int BAD_REQUEST = 400;
  private static final int INTERNAL = 500;
  private static final int NOT_IMPLEMENTED = 501;

  private final Map<String, Class<? extends SdkClient>> clients = new HashMap<>();
  private final Backend backend;
  private final AtomicLong requests = new AtomicLong();

  /**
   * Serves some services.
   *
   * @param clientInterfaces the SDK's synchronous client interfaces, for example {@code
   *     Ec2Client.class}; each is read when its service is first called
   */
  public AwsWire(List<Class<? extends SdkClient>> clientInterfaces, Backend backend) {
    for (Class<? extends SdkClient> client : clientInterfaces) {
      clients.put(ServiceModel.signingName(client), client);
    }
    this.backend = backend;
  }

  /**
   * Answers one call. Whatever goes wrong becomes an error answer in the caller's protocol: an
   * {@link ApiError} as it says, an {@link UnsupportedOperationException} the code {@code
   * NotImplemented} with status 501, which the SDK does not retry, anything else {@code
   * InternalFailure}.
   *
   * @throws NoAnswer if the backend does; the transport must break the connection
   */
  public WireResponse handle(WireRequest request) {
    String requestId = "00000000-0000-4000-8000-%012x".formatted(requests.incrementAndGet());
    CredentialScope scope = CredentialScope.of(request);
    Exchange exchange;
    try {
      exchange = exchange(request, scope, requestId);
    } catch (MalformedRequest malformed) {
      return new QueryExchange(FormTree.parse(), scope.signingName(), requestId)
          .refuse(BAD_REQUEST, "MalformedQueryString", String.valueOf(malformed.getMessage()));
    }
    return answer(exchange, scope);
  }

  private WireResponse answer(Exchange exchange, CredentialScope scope) {
    String called = scope.signingName() + ":" + exchange.operation();
    try {
      Optional<Method> method = model(scope.signingName()).operation(exchange.operation());
      if (method.isEmpty()) {
        return notImplemented(exchange, called);
      }
      var call =
          new WireCall(
              scope.accessKeyId(),
              scope.region(),
              scope.signingName(),
              exchange.operation(),
              method.get(),
              exchange.decode(ServiceModel.newRequest(method.get())));
      return exchange.answer(backend.answer(call));
    } catch (ApiError no) {
      return exchange.refuse(no.httpStatus(), no.code(), String.valueOf(no.getMessage()));
    } catch (MalformedRequest malformed) {
      return exchange.refuse(
          BAD_REQUEST, exchange.malformedCode(), String.valueOf(malformed.getMessage()));
    } catch (UnsupportedOperationException notModelled) {
      return notImplemented(exchange, called);
    } catch (NoAnswer broken) {
      throw broken;
    } catch (RuntimeException defect) {
      LOG.errorf(defect, "%s failed in the simulated account", called);
      return exchange.refuse(INTERNAL, "InternalFailure", called + ": " + defect);
    }
  }

  private ServiceModel model(String signingName) {
    Class<? extends SdkClient> client = clients.get(signingName);
    return client == null ? new ServiceModel(Map.of()) : ServiceModel.of(client);
  }

  private static WireResponse notImplemented(Exchange exchange, String called) {
    return exchange.refuse(
        NOT_IMPLEMENTED, "NotImplemented", called + " is not modelled by the simulated account");
  }

  private static Exchange exchange(WireRequest request, CredentialScope scope, String requestId) {
    SdkBytes body = body(request);
    Optional<String> target = request.header("X-Amz-Target");
    if (target.isPresent()) {
      return new JsonExchange(request, body, target.get(), requestId);
    }
    if (scope.signingName().equals(RestXmlExchange.SIGNING_NAME)) {
      return new RestXmlExchange(request, requestId);
    }
    FormTree form = FormTree.parse(request.query(), body.asUtf8String());
    return scope.signingName().equals(Ec2QueryExchange.SIGNING_NAME)
        ? new Ec2QueryExchange(form, requestId)
        : new QueryExchange(form, scope.signingName(), requestId);
  }

  /** The body, unpacked; PutMetricData for one is sent packed when it is long. */
  private static SdkBytes body(WireRequest request) {
    if (request.header("Content-Encoding").filter("gzip"::equals).isEmpty()) {
      return request.body();
    }
    try (var unpacked = new GZIPInputStream(request.body().asInputStream())) {
      return SdkBytes.fromInputStream(unpacked);
    } catch (IOException | UncheckedIOException corrupt) {
      throw new MalformedRequest("Cannot unpack the body", corrupt);
    }
  }
}
