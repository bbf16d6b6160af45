package dev.hastack.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.core.status.Notice;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionStoreIT {
  private static final String HOST = "web.cluster-1.eu-west-1.rds.amazonaws.com";
  private static final String FRONT = "web-1.elb.amazonaws.com";

  private StackNamespace namespace;
  private HAStack stack;
  private ConnectionStore store;

  @BeforeEach
  void createStack() {
    namespace = StackNamespace.create();
    stack = namespace.createStack("storefront");
    store = new ConnectionStore(namespace.client());
  }

  @AfterEach
  void deleteNamespace() {
    namespace.close();
  }

  @Test
  void shouldWriteNothingWhenTheStackHasNoDatabase() {
    // When
    Optional<Notice> told = store.publish(stack, ConnectionStatuses.empty());

    // Then
    assertThat(told).isEmpty();
    assertThat(secret().get()).isNull();
  }

  @Test
  void shouldWriteOnceAndRestWhenNothingChanges() {
    // Given
    publish(HOST);
    Secret written = read();
    assertThat(written.getType()).isEqualTo("servicebinding.io/postgresql");
    assertThat(value(written, "host")).isEqualTo(HOST);
    assertThat(written.getMetadata().getOwnerReferences())
        .containsExactly(OwnedObjects.owner(stack));

    // When
    publish(HOST);

    // Then
    assertThat(read().getMetadata().getResourceVersion())
        .isEqualTo(written.getMetadata().getResourceVersion());
  }

  @Test
  void shouldFollowTheStatusWhenItChanges() {
    // Given
    store.publish(
        stack, ConnectionStatuses.status(ConnectionStatuses.ofDatabase(HOST).database(), FRONT));
    assertThat(read().getData()).containsKey("load-balancer-dns-name");

    // When
    publish("other.example.com");

    // Then: what is not said any more is taken away
    assertThat(value(read(), "host")).isEqualTo("other.example.com");
    assertThat(read().getData()).doesNotContainKey("load-balancer-dns-name");
  }

  @Test
  void shouldPutItBackWhenSomebodyChangedOrDeletedIt() {
    // Given
    publish(HOST);
    secret()
        .edit(
            found -> {
              found.getData().put("host", "ZWxzZXdoZXJl");
              found.getData().put("note", "bm90IG91cnM=");
              return found;
            });

    // When
    publish(HOST);

    // Then
    assertThat(value(read(), "host")).isEqualTo(HOST);
    assertThat(read().getData()).containsKey("note");

    // When
    secret().delete();
    publish(HOST);

    // Then
    assertThat(value(read(), "host")).isEqualTo(HOST);
  }

  @Test
  void shouldNeedToGetCreateAndPatchSecretsAndNothingElse() {
    try (KubernetesClient keeper = namespace.withSecrets("get", "create", "patch")) {
      // Given
      store = new ConnectionStore(keeper);

      // When
      publish(HOST);
      publish("other.example.com");
      secret().delete();
      publish(HOST);

      // Then
      assertThat(value(read(), "host")).isEqualTo(HOST);
      assertThatThrownBy(() -> keeper.secrets().inNamespace(namespace.name()).list())
          .isInstanceOfSatisfying(
              KubernetesClientException.class,
              refused -> assertThat(refused.getCode()).isEqualTo(403));
    }
  }

  @Test
  void shouldLeaveItAloneAndSaySoWhenItIsNotOfThisStack() {
    // Given
    HAStack other = namespace.createStack("other");
    Secret foreign =
        namespace
            .client()
            .resource(
                new SecretBuilder()
                    .withNewMetadata()
                    .withName("storefront-connection")
                    .withNamespace(namespace.name())
                    .withOwnerReferences(OwnedObjects.owner(other))
                    .endMetadata()
                    .withData(Map.of("host", "bWluZQ=="))
                    .build())
            .create();

    // When
    Optional<Notice> told = store.publish(stack, ConnectionStatuses.ofDatabase(HOST));

    // Then
    assertThat(told).map(Notice::reason).contains(Notice.Reason.NotOwned);
    assertThat(told.orElseThrow().message()).contains(namespace.name() + "/storefront-connection");
    assertThat(read()).isEqualTo(foreign);
  }

  @Test
  void shouldSayWhatToDoWhenTheTypeWouldHaveToChange() {
    // Given
    publish(HOST);
    var mysql =
        ConnectionStatuses.status(
            ConnectionStatuses.database(
                "aurora-mysql 8.0.mysql_aurora.3.08.0",
                HOST,
                null,
                ConnectionStatuses.SECRET_ARN,
                null),
            null);

    // When
    Optional<Notice> told = store.publish(stack, mysql);

    // Then
    assertThat(told.orElseThrow().message()).contains("servicebinding.io/mysql", "delete it");
    assertThat(value(read(), "type")).isEqualTo("postgresql");
  }

  @Test
  void shouldGoOnWhenTheNamespaceRefusesCreates() {
    // Given: a namespace that is being deleted and is not gone
    namespace.refuseCreates();

    // When
    Optional<Notice> told = store.publish(stack, ConnectionStatuses.ofDatabase(HOST));

    // Then
    assertThat(told).isEmpty();
    assertThat(secret().get()).isNull();
  }

  @Test
  void shouldSayWhatRightIsMissingWhenSecretsAreForbidden() {
    try (KubernetesClient powerless = namespace.powerless()) {
      // Given
      var forbidden = new ConnectionStore(powerless);

      // When
      Optional<Notice> told = forbidden.publish(stack, ConnectionStatuses.ofDatabase(HOST));

      // Then
      assertThat(told.orElseThrow().message())
          .contains(namespace.name() + "/storefront-connection", "get, create or patch secrets");
      assertThat(forbidden.publish(stack, ConnectionStatuses.empty())).isEmpty();
    }
  }

  @Test
  void shouldTakeOutWhatIsSaidOfADatabaseThatIsGone() {
    // Given
    HAStackStatus.Database database = ConnectionStatuses.ofDatabase(HOST).database();
    store.publish(stack, ConnectionStatuses.status(database, FRONT));
    secret()
        .edit(
            found -> {
              found.getData().put("note", "bm90IG91cnM=");
              return found;
            });

    // When
    HAStackStatus without = ConnectionStatuses.status(null, FRONT);
    Optional<Notice> told = store.publish(stack, without);

    // Then: what others wrote is theirs
    Secret left = read();
    assertThat(told).isEmpty();
    assertThat(left.getData()).containsOnlyKeys("load-balancer-dns-name", "note");

    // When
    store.publish(stack, without);

    // Then
    assertThat(read().getMetadata().getResourceVersion())
        .isEqualTo(left.getMetadata().getResourceVersion());
  }

  @Test
  void shouldKeepWhatIsSaidWhileTheSpecHasADatabaseThatNobodyCouldRead() {
    // Given
    stack = namespace.createStack("kept", "database.yaml");
    publish(HOST);

    // When
    store.publish(stack, ConnectionStatuses.empty());

    // Then
    assertThat(value(read(), "host")).isEqualTo(HOST);
  }

  private void publish(String host) {
    assertThat(store.publish(stack, ConnectionStatuses.ofDatabase(host))).isEmpty();
  }

  private Secret read() {
    return secret().require();
  }

  private Resource<Secret> secret() {
    return namespace
        .client()
        .secrets()
        .inNamespace(namespace.name())
        .withName(ConnectionSecret.nameOf(stack));
  }

  private static String value(Secret secret, String key) {
    return new String(
        Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
  }
}
