package dev.hastack;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.hastack.operator.metric.Metric;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The arrows of docs/architecture.md: one test each. */
class ArchitectureTest {
  private static final String API = "dev.hastack.api..";
  private static final String CORE = "dev.hastack.core..";
  private static final String CORE_STATUS = "dev.hastack.core.status..";
  private static final String ENGINE = "dev.hastack.engine..";
  private static final String OPERATOR = "dev.hastack.operator..";
  private static final String PROVIDER = "dev.hastack.provider..";
  private static final String PROVIDER_ROOT = "dev.hastack.provider";
  private static final String AWS = "dev.hastack.provider.aws..";
  private static final String AWS_ROOT = "dev.hastack.provider.aws";
  private static final String SANDBOX = "dev.hastack.sandbox..";
  private static final String CLI = "dev.hastack.cli..";
  private static final Set<String> METERS =
      Set.of("builder", "counter", "timer", "gauge", "summary", "more");
  private static final String[] LANGUAGE = {"java..", "org.jspecify.."};

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.hastack");

  @Test
  void shouldDependOnNothingOfOursWhenInApi() {
    noClasses()
        .that()
        .resideInAPackage(API)
        .should()
        .dependOnClassesThat(resideInAPackage("dev.hastack..").and(not(resideInAPackage(API))))
        .check(CLASSES);
  }

  @Test
  void shouldKnowOnlyTheLanguageWhenInCore() {
    classes()
        .that()
        .resideInAPackage(CORE)
        .and()
        .resideOutsideOfPackage(CORE_STATUS)
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(LANGUAGE).or(resideInAPackage(CORE)))
        .check(CLASSES);
  }

  @Test
  void shouldAlsoKnowOnlyTheApiWhenInCoreStatus() {
    classes()
        .that()
        .resideInAPackage(CORE_STATUS)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(LANGUAGE).or(resideInAnyPackage(CORE, API)).or(apiObject()))
        .check(CLASSES);
  }

  @Test
  void shouldNeitherReadNorWriteAnythingWhenDeciding() {
    noClasses()
        .that(decides())
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.net..", "java.nio.file..", "java.util.logging..", "javax..")
                .or(equivalentTo(Clock.class)))
        .check(CLASSES);
  }

  @Test
  void shouldNotAskWhatTimeItIsWhenDeciding() {
    noClasses().that(decides()).should().callMethodWhere(asksForNow()).check(CLASSES);
  }

  @Test
  void shouldKnowNoKubernetesAndNoCloudWhenInEngine() {
    classes()
        .that()
        .resideInAPackage(ENGINE)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(LANGUAGE)
                .or(resideInAnyPackage(ENGINE, CORE, API, PROVIDER_ROOT))
                .or(apiObject()))
        .check(CLASSES);
  }

  @Test
  void shouldNotKnowWhoCallsItWhenInProvider() {
    noClasses()
        .that()
        .resideInAPackage(PROVIDER)
        .should()
        .dependOnClassesThat(resideInAnyPackage(ENGINE, OPERATOR, SANDBOX, CLI))
        .check(CLASSES);
  }

  @Test
  void shouldBeKnownOnlyWhereAProviderIsChosenWhenAws() {
    noClasses()
        .that()
        .resideOutsideOfPackages(AWS, OPERATOR, CLI)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(AWS)
        .check(CLASSES);
  }

  @Test
  void shouldCallServicesOnlyFromGatewaysInventorySignalAndRootWhenAws() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            AWS_ROOT,
            AWS_ROOT + ".gateway..",
            AWS_ROOT + ".inventory..",
            AWS_ROOT + ".signal..",
            SANDBOX)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("software.amazon.awssdk.services..")
        .check(CLASSES);
  }

  @Test
  void shouldKnowNoSdkWhenDesigning() {
    noClasses()
        .that()
        .resideInAnyPackage(AWS_ROOT + ".blueprint..", AWS_ROOT + ".resource..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("software.amazon..", "io.fabric8.kubernetes.client.dsl..")
        .check(CLASSES);
  }

  @Test
  void shouldBeKnownToMainAloneWhenOperator() {
    noClasses()
        .that()
        .resideOutsideOfPackage(OPERATOR)
        .and()
        .doNotBelongToAnyOf(Main.class)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(OPERATOR)
        .check(CLASSES);
  }

  @Test
  void shouldBeKnownToNobodyWhenSandbox() {
    noClasses()
        .that()
        .resideOutsideOfPackage(SANDBOX)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(SANDBOX)
        .check(CLASSES);
  }

  @Test
  void shouldUseTheOperatorSdkInOperatorAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage(OPERATOR)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.javaoperatorsdk..")
        .check(CLASSES);
  }

  @Test
  void shouldKnowOpenTelemetryWhereTracesAreMadeAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.hastack.operator.tracing")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.opentelemetry..")
        .check(CLASSES);
  }

  @Test
  void shouldBeInjectedInOperatorAndProviderRootsAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.hastack.operator", PROVIDER_ROOT, AWS_ROOT)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta.inject..", "jakarta.enterprise..")
        .check(CLASSES);
  }

  @Test
  void shouldMeasureOnlyWhatIsDeclared() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(Metric.class)
        .should()
        .callMethodWhere(makesAMeter())
        .check(CLASSES);
  }

  private static DescribedPredicate<JavaCall<?>> makesAMeter() {
    return DescribedPredicate.describe(
        "make a meter",
        call ->
            call.getTargetOwner().getPackageName().startsWith("io.micrometer.")
                && METERS.contains(call.getName()));
  }

  @Test
  void shouldHaveNoCycles() {
    slices().matching("dev.hastack.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void shouldBeNamedForWhatItIs() {
    noClasses().should().haveSimpleNameContaining("Util").check(CLASSES);
    noClasses().should().haveSimpleNameContaining("Helper").check(CLASSES);
    noClasses().should().haveSimpleNameContaining("Manager").check(CLASSES);
  }

  private static DescribedPredicate<JavaClass> decides() {
    return resideInAnyPackage(CORE, AWS_ROOT + ".blueprint..", AWS_ROOT + ".resource..")
        .as("decide");
  }

  /** The custom resource itself is an object of the client's model. */
  private static DescribedPredicate<JavaClass> apiObject() {
    return resideInAPackage("io.fabric8.kubernetes.api.model..")
        .or(equivalentTo(CustomResource.class))
        .as("objects of the Kubernetes API");
  }

  private static DescribedPredicate<JavaCall<?>> asksForNow() {
    return DescribedPredicate.describe("ask what time it is", ArchitectureTest::asksForNow);
  }

  private static boolean asksForNow(JavaCall<?> call) {
    return switch (call.getName()) {
      case "now" -> call.getTargetOwner().getPackageName().equals("java.time");
      case "currentTimeMillis", "nanoTime" -> call.getTargetOwner().isEquivalentTo(System.class);
      default -> false;
    };
  }
}
