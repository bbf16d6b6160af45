package dev.hastack.operator;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.HAStackStatus;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an application mounts to reach the database, in the manner of servicebinding.io (Service
 * Binding Specification for Kubernetes 1.1, Well-known Secret Entries). There is no password in it:
 * AWS makes and rotates that one, and {@code secret-arn} says where it is.
 *
 * @param secretType the Secret's type, which nobody can change once it is there
 * @param entries as text, by key
 */
record ConnectionSecret(String secretType, SortedMap<String, String> entries) {
  private static final String TYPE_PREFIX = "servicebinding.io/";
  private static final String FIELD_PREFIX = "f:";

  /** What {@code status.database.engineVersion} begins with, and what others call that. */
  private static final Map<String, String> TYPES =
      Map.of("aurora-postgresql", "postgresql", "aurora-mysql", "mysql");

  /** The name of a stack's Secret. */
  static String nameOf(HAStack stack) {
    return stack.getMetadata().getName() + "-connection";
  }

  /** Empty while there is no database, or it cannot be reached for want of one of its parts. */
  static Optional<ConnectionSecret> ofDatabase(HAStackStatus status) {
    HAStackStatus.Database database = status.database();
    if (database == null
        || database.engineVersion() == null
        || database.writerEndpoint() == null
        || database.port() == null
        || database.masterUsername() == null
        || database.masterUserSecretArn() == null) {
      return Optional.empty();
    }
    String engine = database.engineVersion().split(" ", 2)[0];
    return Optional.ofNullable(TYPES.get(engine))
        .map(
            type ->
                new ConnectionSecret(
                    TYPE_PREFIX + type, entries(type, database, status.traffic())));
  }

  /**
   * What is left of one that is there when its database is gone.
   *
   * @param secretType of the one that is there
   */
  static ConnectionSecret withoutDatabase(HAStackStatus status, String secretType) {
    var entries = new TreeMap<String, String>();
    putLoadBalancer(entries, status.traffic());
    return new ConnectionSecret(secretType, entries);
  }

  private static SortedMap<String, String> entries(
      String type, HAStackStatus.Database database, HAStackStatus.@Nullable Traffic traffic) {
    var entries = new TreeMap<String, String>();
    entries.put("type", type);
    entries.put("provider", "aws");
    put(entries, "host", database.writerEndpoint());
    put(entries, "reader-host", database.readerEndpoint());
    put(entries, "port", database.port());
    put(entries, "database", database.databaseName());
    put(entries, "username", database.masterUsername());
    put(entries, "secret-arn", database.masterUserSecretArn());
    putLoadBalancer(entries, traffic);
    return entries;
  }

  private static void putLoadBalancer(
      Map<String, String> entries, HAStackStatus.@Nullable Traffic traffic) {
    put(entries, "load-balancer-dns-name", traffic == null ? null : traffic.dnsName());
  }

  private static void put(Map<String, String> entries, String key, @Nullable Object value) {
    if (value != null) {
      entries.put(key, value.toString());
    }
  }

  /**
   * For server-side apply.
   *
   * @param uid of the one that is there, so that no other is written; null when there is none
   */
  Secret toApply(HAStack stack, @Nullable String uid) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(nameOf(stack))
        .withNamespace(stack.getMetadata().getNamespace())
        .withUid(uid)
        .withLabels(OwnedObjects.labels(stack))
        .withOwnerReferences(OwnedObjects.owner(stack))
        .endMetadata()
        .withType(secretType)
        .withData(encoded())
        .build();
  }

  /** Whether applying it again would change nothing; what others added is theirs. */
  boolean isAppliedAs(Secret found, HAStack stack) {
    Map<String, String> data = found.getData() == null ? Map.of() : found.getData();
    Map<String, String> labels =
        found.getMetadata().getLabels() == null ? Map.of() : found.getMetadata().getLabels();
    return data.entrySet().containsAll(encoded().entrySet())
        && labels.entrySet().containsAll(OwnedObjects.labels(stack).entrySet())
        && ownKeys(found).equals(entries.keySet());
  }

  /** What we applied last, by the API server's own account of it. */
  private static Set<String> ownKeys(Secret found) {
    return found.getMetadata().getManagedFields().stream()
        .filter(
            entry ->
                OperatorTerm.FIELD_MANAGER.equals(entry.getManager())
                    && "Apply".equals(entry.getOperation()))
        .flatMap(ConnectionSecret::dataKeys)
        .collect(toUnmodifiableSet());
  }

  private static Stream<String> dataKeys(ManagedFieldsEntry entry) {
    return entry.getFieldsV1() != null
            && entry.getFieldsV1().getAdditionalProperties().get(FIELD_PREFIX + "data")
                instanceof Map<?, ?> keys
        ? keys.keySet().stream()
            .map(Object::toString)
            .filter(key -> key.startsWith(FIELD_PREFIX))
            .map(key -> key.substring(FIELD_PREFIX.length()))
        : Stream.empty();
  }

  private Map<String, String> encoded() {
    var encoded = new TreeMap<String, String>();
    entries.forEach(
        (key, text) ->
            encoded.put(
                key, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
    return encoded;
  }
}
