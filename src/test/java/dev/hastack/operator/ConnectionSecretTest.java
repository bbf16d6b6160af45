package dev.hastack.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.HAStackStatus;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionSecretTest {
  private static final String HOST = "web.cluster-1.eu-west-1.rds.amazonaws.com";
  private static final String READER_HOST = "web.cluster-ro-1.eu-west-1.rds.amazonaws.com";

  @Test
  void shouldSayHowToReachEverythingAndNoPasswordWhenAllIsKnown() {
    // When
    ConnectionSecret secret =
        of(
            ConnectionStatuses.status(
                ConnectionStatuses.database(
                    "aurora-postgresql 16.6",
                    HOST,
                    READER_HOST,
                    ConnectionStatuses.SECRET_ARN,
                    "shop"),
                "web-1.elb.amazonaws.com"));

    // Then
    assertThat(secret.secretType()).isEqualTo("servicebinding.io/postgresql");
    assertThat(secret.entries())
        .containsOnly(
            Map.entry("type", "postgresql"),
            Map.entry("provider", "aws"),
            Map.entry("host", HOST),
            Map.entry("reader-host", READER_HOST),
            Map.entry("port", "5432"),
            Map.entry("database", "shop"),
            Map.entry("username", "owner"),
            Map.entry("secret-arn", ConnectionStatuses.SECRET_ARN),
            Map.entry("load-balancer-dns-name", "web-1.elb.amazonaws.com"));
  }

  @Test
  void shouldLeaveOutWhatIsNotThereWhenLessIsKnown() {
    // When
    ConnectionSecret secret =
        of(
            ConnectionStatuses.status(
                ConnectionStatuses.database(
                    "aurora-mysql 8.0.mysql_aurora.3.08.0",
                    HOST,
                    null,
                    ConnectionStatuses.SECRET_ARN,
                    null),
                null));

    // Then
    assertThat(secret.secretType()).isEqualTo("servicebinding.io/mysql");
    assertThat(secret.entries())
        .containsEntry("type", "mysql")
        .containsOnlyKeys("type", "provider", "host", "port", "username", "secret-arn");
  }

  static Stream<HAStackStatus> unreachable() {
    String engine = "aurora-postgresql 16.6";
    String arn = ConnectionStatuses.SECRET_ARN;
    return Stream.of(
        ConnectionStatuses.empty(),
        ConnectionStatuses.status(
            ConnectionStatuses.database(null, HOST, READER_HOST, arn, "shop"), null),
        ConnectionStatuses.status(
            ConnectionStatuses.database("postgres 16.6", HOST, READER_HOST, arn, "shop"), null),
        ConnectionStatuses.status(
            ConnectionStatuses.database(engine, null, READER_HOST, arn, "shop"), null),
        ConnectionStatuses.status(
            ConnectionStatuses.database(engine, HOST, READER_HOST, null, "shop"), null));
  }

  @ParameterizedTest
  @MethodSource("unreachable")
  void shouldBeNoneWhenItWouldLeadNowhere(HAStackStatus status) {
    assertThat(ConnectionSecret.ofDatabase(status)).isEmpty();
  }

  @Test
  void shouldBelongToTheStackWhenWritten() {
    // Given
    HAStack stack = stack();

    // When
    Secret secret = of(ConnectionStatuses.ofDatabase(HOST)).toApply(stack, null);

    // Then
    assertThat(secret.getMetadata().getName()).isEqualTo("storefront-connection");
    assertThat(secret.getMetadata().getNamespace()).isEqualTo("shop");
    assertThat(secret.getMetadata().getUid()).isNull();
    assertThat(secret.getMetadata().getLabels())
        .containsExactly(Map.entry("hastack.dev/stack", "storefront"));
    OwnerReference owner = secret.getMetadata().getOwnerReferences().getFirst();
    assertThat(owner.getKind()).isEqualTo("HAStack");
    assertThat(owner.getUid()).isEqualTo("uid-1");
    assertThat(owner.getController()).isTrue();
    assertThat(secret.getData()).containsEntry("host", encoded(HOST));
    assertThat(secret.getStringData()).isNullOrEmpty();
  }

  @Test
  void shouldBeWrittenOnceWhenNothingChanges() {
    assertThat(isApplied(found(Map.of()))).isTrue();
  }

  @Test
  void shouldLeaveAloneWhatOthersAddedToIt() {
    // Given
    Secret found = found(Map.of());
    found.getData().put("note", encoded("not ours"));
    found.getData().put("load-balancer-dns-name", encoded("not ours either"));

    // Then
    assertThat(isApplied(found)).isTrue();
  }

  @Test
  void shouldBeWrittenAgainWhenSomebodyChangedAValue() {
    // Given
    Secret found = found(Map.of());
    found.getData().put("host", encoded("elsewhere"));

    // Then
    assertThat(isApplied(found)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"host", "type", "secret-arn"})
  void shouldBeWrittenAgainWhenSomebodyRemovedAKey(String key) {
    // Given
    Secret found = found(Map.of());
    found.getData().remove(key);

    // Then
    assertThat(isApplied(found)).isFalse();
  }

  @Test
  void shouldBeWrittenAgainWhenTheLabelIsGone() {
    // Given
    Secret found = found(Map.of());
    found.getMetadata().setLabels(Map.of());

    // Then
    assertThat(isApplied(found)).isFalse();
  }

  @Test
  void shouldBeWrittenAgainWhenAKeyOfOursIsNotWantedAnyMore() {
    assertThat(isApplied(found(Map.of("load-balancer-dns-name", "web-1.elb.amazonaws.com"))))
        .isFalse();
  }

  private static boolean isApplied(Secret found) {
    return of(ConnectionStatuses.ofDatabase(HOST)).isAppliedAs(found, stack());
  }

  /** As the API server answers after an apply with some entries more. */
  private static Secret found(Map<String, String> more) {
    var entries = new TreeMap<>(of(ConnectionStatuses.ofDatabase(HOST)).entries());
    entries.putAll(more);
    Secret found =
        new ConnectionSecret("servicebinding.io/postgresql", entries).toApply(stack(), "uid-2");
    found.setData(new HashMap<>(found.getData()));
    var fields = new FieldsV1();
    var data = new HashMap<String, Object>();
    entries.keySet().forEach(key -> data.put("f:" + key, Map.of()));
    fields.setAdditionalProperty("f:data", data);
    found
        .getMetadata()
        .getManagedFields()
        .add(
            new ManagedFieldsEntryBuilder()
                .withManager("hastack")
                .withOperation("Apply")
                .withFieldsV1(fields)
                .build());
    return found;
  }

  private static ConnectionSecret of(HAStackStatus status) {
    return ConnectionSecret.ofDatabase(status).orElseThrow();
  }

  private static HAStack stack() {
    HAStack stack = new HAStack();
    stack.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("shop")
            .withName("storefront")
            .withUid("uid-1")
            .build());
    return stack;
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
