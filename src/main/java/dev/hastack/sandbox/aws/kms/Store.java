package dev.hastack.sandbox.aws.kms;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Keys;
import dev.hastack.sandbox.aws.world.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.OriginType;

/**
 * The keys, each by its id. The key that AWS manages for a service is there when it is first asked
 * for: KMS API reference, DescribeKey, "If you specify a predefined AWS alias … KMS associates the
 * alias with an AWS managed key".
 */
final class Store implements Keys {
  private static final String MANAGED = "alias/aws/";

  /** "Waiting period", KMS developer guide: 30 days unless said otherwise. */
  private static final int DAYS_UNTIL_DELETION = 30;

  private final Foundation foundation;
  private final Table<KeyMetadata> rows;
  private final Map<String, String> idsByAlias = new TreeMap<>();

  Store(Foundation foundation) {
    this.foundation = foundation;
    this.rows = new Table<>(foundation.time());
  }

  /** Adds a key; answers its ARN. */
  String add(String alias, boolean managed) {
    SplittableRandom digits = foundation.chance().of("key " + alias);
    String id = new UUID(digits.nextLong(), digits.nextLong()).toString();
    String arn = foundation.arn("kms", "key/" + id);
    rows.put(
        id,
        KeyMetadata.builder()
            .awsAccountId(foundation.accountId())
            .keyId(id)
            .arn(arn)
            .creationDate(foundation.time().now().truncatedTo(ChronoUnit.MILLIS))
            .enabled(true)
            .description("")
            .keyUsage(KeyUsageType.ENCRYPT_DECRYPT)
            .keyState(KeyState.ENABLED)
            .origin(OriginType.AWS_KMS)
            .keyManager(managed ? KeyManagerType.AWS : KeyManagerType.CUSTOMER)
            .keySpec(KeySpec.SYMMETRIC_DEFAULT)
            .encryptionAlgorithms(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT)
            .multiRegion(false)
            .build());
    idsByAlias.put(alias, id);
    return arn;
  }

  void become(String arn, KeyState state) {
    KeyMetadata key = named(arn, foundation.time().now());
    KeyMetadata.Builder changed =
        key.toBuilder().keyState(state).enabled(state == KeyState.ENABLED).deletionDate(null);
    if (state == KeyState.PENDING_DELETION) {
      changed.deletionDate(
          foundation
              .time()
              .now()
              .truncatedTo(ChronoUnit.MILLIS)
              .plus(DAYS_UNTIL_DELETION, ChronoUnit.DAYS));
    }
    rows.put(key.keyId(), changed.build());
  }

  /**
   * @throws ApiError if there was none then
   */
  KeyMetadata named(String idAliasOrArn, Instant asOf) {
    return id(idAliasOrArn)
        .flatMap(id -> idAliasOrArn.contains(MANAGED) ? rows.get(id) : rows.get(id, asOf))
        .orElseThrow(() -> notFound(idAliasOrArn));
  }

  @Override
  public Optional<Key> find(String named) {
    return id(named)
        .flatMap(rows::get)
        .map(key -> new Key(key.arn(), key.keyState() == KeyState.ENABLED));
  }

  @Override
  public Key managedFor(String service) {
    return find(MANAGED + service).orElseThrow();
  }

  private Optional<String> id(String idAliasOrArn) {
    String own = foundation.arn("kms", "");
    if (idAliasOrArn.startsWith("arn:") && !idAliasOrArn.startsWith(own)) {
      return Optional.empty();
    }
    String name =
        idAliasOrArn.startsWith(own) ? idAliasOrArn.substring(own.length()) : idAliasOrArn;
    if (name.startsWith(MANAGED) && !idsByAlias.containsKey(name)) {
      add(name, true);
    }
    if (name.startsWith("alias/")) {
      return Optional.ofNullable(idsByAlias.get(name));
    }
    return Optional.of(name.startsWith("key/") ? name.substring("key/".length()) : name);
  }

  private ApiError notFound(String named) {
    String arn =
        named.startsWith("arn:")
            ? named
            : foundation.arn("kms", named.startsWith("alias/") ? named : "key/" + named);
    String kind = named.contains("alias/") ? "Alias" : "Key";
    return new ApiError("NotFoundException", "%s %s is not found.".formatted(kind, arn));
  }
}
