package dev.hastack.reliability;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.hastack.provider.aws.AwsCallListener;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Every read that the operator's code has a call for, so that no suite can miss a new one. */
final class OperatorReads {
  private static final String SERVICES = "software.amazon.awssdk.services.";
  private static final String PAGINATOR = "Paginator";

  /** Where IAM's name of a service is not that of its package. */
  private static final Map<String, String> PREFIXES =
      Map.of("elasticloadbalancingv2", "elasticloadbalancing", "eventbridge", "events");

  private static final List<String> ALL =
      ArchConfiguration.withThreadLocalScope(
          configuration -> {
            // Their names are enough, and the SDK's classes are many.
            configuration.setResolveMissingDependenciesFromClassPath(false);
            return all();
          });

  private OperatorReads() {}

  private static List<String> all() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.hastack.provider.aws")
            .stream()
            .flatMap(each -> each.getAccessesFromSelf().stream())
            .flatMap(OperatorReads::action)
            .distinct()
            .sorted()
            .toList();
  }

  /** Those of some services, as IAM names them, for example {@code ec2:DescribeImages}. */
  static List<String> of(String... services) {
    return ALL.stream()
        .filter(each -> List.of(services).contains(each.substring(0, each.indexOf(':'))))
        .toList();
  }

  private static Stream<String> action(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    if (!owner.startsWith(SERVICES) || !owner.endsWith("Client")) {
      return Stream.empty();
    }
    String service = owner.substring(SERVICES.length(), owner.lastIndexOf('.'));
    String method = access.getName();
    String operation =
        method.substring(0, 1).toUpperCase(Locale.ROOT)
            + method.substring(1).replace(PAGINATOR, "");
    return AwsCallListener.isRead(operation)
        ? Stream.of(PREFIXES.getOrDefault(service, service) + ":" + operation)
        : Stream.empty();
  }
}
