package dev.hastack.testing;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Every call to AWS that the operator's code has, read from its bytecode. */
public final class OperatorCalls {
  private static final String SERVICES = "software.amazon.awssdk.services.";
  private static final String PAGINATOR = "Paginator";
  private static final Set<String> NO_CALLS = Set.of("builder", "close");

  /** Where IAM's name of a service is not that of its package. */
  private static final Map<String, String> PREFIXES =
      Map.of("elasticloadbalancingv2", "elasticloadbalancing", "eventbridge", "events");

  private static final List<Call> ALL =
      ArchConfiguration.withThreadLocalScope(
          configuration -> {
            // Their names are enough, and the SDK's classes are many.
            configuration.setResolveMissingDependenciesFromClassPath(false);
            return all();
          });

  private OperatorCalls() {}

  /**
   * A place that calls AWS.
   *
   * @param className the outermost class around it
   * @param service as IAM names it
   * @param operation as the API reference names it
   */
  public record Call(String className, String service, String operation) {

    /** As IAM spells it, for example {@code ec2:DescribeImages}. */
    public String action() {
      return service + ":" + operation;
    }
  }

  /** All, each once. */
  public static List<Call> everywhere() {
    return ALL;
  }

  private static List<Call> all() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.hastack.provider.aws")
            .stream()
            .flatMap(each -> each.getAccessesFromSelf().stream())
            .flatMap(OperatorCalls::call)
            .distinct()
            .toList();
  }

  private static Stream<Call> call(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String method = access.getName();
    if (!owner.startsWith(SERVICES) || !owner.endsWith("Client") || NO_CALLS.contains(method)) {
      return Stream.empty();
    }
    String service = owner.substring(SERVICES.length(), owner.lastIndexOf('.'));
    String operation =
        method.substring(0, 1).toUpperCase(Locale.ROOT)
            + method.substring(1).replace(PAGINATOR, "");
    return Stream.of(
        new Call(
            outermost(access.getOriginOwner()),
            PREFIXES.getOrDefault(service, service),
            operation));
  }

  private static String outermost(JavaClass inner) {
    return inner.getEnclosingClass().map(OperatorCalls::outermost).orElseGet(inner::getName);
  }
}
