package dev.hastack.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.outcome.FailureKind;
import dev.hastack.provider.aws.ClusterObjects;
import dev.hastack.provider.aws.LentAccounts.Lookup;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the API server says of an object, on a real one and with no more rights than it takes. */
class ClusterObjectsIT {
  private StackNamespace namespace;

  @BeforeEach
  void createNamespace() {
    namespace = StackNamespace.create();
  }

  @AfterEach
  void deleteNamespace() {
    namespace.close();
  }

  @Test
  void shouldTellWhatIsThereFromWhatIsNotAndWhatMayNotBeReadWhenItMayOnlyGet() {
    // Given
    namespace
        .client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("boot")
                .withNamespace(namespace.name())
                .endMetadata()
                .addToStringData("run.sh", "echo")
                .build())
        .create();
    try (KubernetesClient reader = namespace.withSecrets("get")) {
      var objects = new ClusterObjects(reader);

      // Then
      assertThat(objects.secret(namespace.name(), "boot"))
          .isInstanceOfSatisfying(
              Lookup.Found.class,
              found ->
                  assertThat(found.value())
                      .extracting("data")
                      .isEqualTo(Map.of("run.sh", "ZWNobw==")));
      assertThat(objects.secret(namespace.name(), "other")).isInstanceOf(Lookup.Absent.class);
      assertThat(objects.configMap(namespace.name(), "boot"))
          .isInstanceOfSatisfying(
              Lookup.Unread.class,
              unread -> {
                assertThat(unread.why().kind()).isEqualTo(FailureKind.UNAUTHORIZED);
                assertThat(unread.why().sentence())
                    .startsWith("get ConfigMap " + namespace.name() + "/boot: ")
                    .contains("spec.aws.fleet.userDataFrom", "grant get");
              });
    }
  }
}
