package dev.hastack.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

/** How the types travel as JSON. */
class TypesTest {
  private final KubernetesSerialization serialization = new KubernetesSerialization();

  @Test
  void shouldReadObjectWhenItIsNewerThanOperator() {
    // Given
    String newer =
        """
        {"apiVersion": "hastack.dev/v1alpha1", "kind": "HAStack", "metadata": {"name": "web"},
         "spec": {"capacity": {"min": 1, "max": 2, "burst": 3}, "cache": {"engine": "valkey"}}}
        """;

    // When
    HAStack stack = serialization.unmarshal(newer, HAStack.class);

    // Then
    assertThat(stack.getSpec().capacity()).isEqualTo(new CapacitySpec(1, 2, null));
  }

  @Test
  void shouldLeaveOutWhatIsNullWhenWritten() {
    assertThat(serialization.asJson(new CapacitySpec(1, 2, null)))
        .isEqualTo("{\"min\":1,\"max\":2}");
  }

  @Test
  void shouldTravelAlikeWhenRecordIsAdded() {
    assertThat(
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackagesOf(HAStack.class)
                    .stream()
                    .filter(JavaClass::isRecord)
                    .toList())
        .isNotEmpty()
        .allSatisfy(type -> assertThat(type.isAnnotatedWith(ContractType.class)).isTrue());
  }

  @Test
  void shouldKeepEveryFieldWhenStatusIsWrittenAndRead() {
    // Given
    HAStackStatus status = FullStatus.atItsLimits();

    // When
    HAStackStatus read = serialization.unmarshal(serialization.asJson(status), HAStackStatus.class);

    // Then
    assertThat(read).isEqualTo(status);
  }
}
