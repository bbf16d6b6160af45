package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Table;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.CreateKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.CreateKeyPairResponse;
import software.amazon.awssdk.services.ec2.model.DeleteKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.DeleteKeyPairResponse;
import software.amazon.awssdk.services.ec2.model.DescribeKeyPairsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeKeyPairsResponse;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;
import software.amazon.awssdk.services.ec2.model.KeyType;

/** Key pairs, of which only the names matter here: there is no key in them. */
final class KeyPairs {
  private final Foundation foundation;
  private final Ids ids;
  private final Tags tags;
  private final Table<KeyPairInfo> byName;
  private final Selection<KeyPairInfo> filters;

  KeyPairs(Foundation foundation, Ids ids, Tags tags) {
    this.foundation = foundation;
    this.ids = ids;
    this.tags = tags;
    this.byName = new Table<>(foundation.time());
    this.filters =
        new Selection<KeyPairInfo>()
            .by("key-pair-id", KeyPairInfo::keyPairId)
            .by("fingerprint", KeyPairInfo::keyFingerprint)
            .by("key-name", KeyPairInfo::keyName)
            .byTags(pair -> tags.of(pair.keyPairId(), foundation.call().readsAsOf()));
  }

  boolean exists(String name) {
    return byName.get(name).isPresent();
  }

  /** Sees that there is one. */
  void provide(String name) {
    if (!exists(name)) {
      add(name);
    }
  }

  private KeyPairInfo add(String name) {
    String id = ids.next("key");
    KeyPairInfo pair =
        KeyPairInfo.builder()
            .keyPairId(id)
            .keyName(name)
            .keyType(KeyType.RSA)
            .keyFingerprint(id.substring("key-0".length()).replaceAll("(..)(?!$)", "$1:"))
            .createTime(foundation.time().now())
            .build();
    byName.put(name, pair);
    return pair;
  }

  CreateKeyPairResponse create(CreateKeyPairRequest request) {
    SortedMap<String, String> wanted = Tags.specified(request.tagSpecifications(), "key-pair");
    if (request.keyName() == null || request.keyName().isEmpty()) {
      throw new ApiError("MissingParameter", "The request must contain the parameter KeyName");
    }
    foundation.call().concerns(request.keyName());
    if (exists(request.keyName())) {
      throw new ApiError(
          "InvalidKeyPair.Duplicate",
          "The keypair '%s' already exists.".formatted(request.keyName()));
    }
    KeyPairInfo pair = add(request.keyName());
    tags.put(pair.keyPairId(), wanted);
    return CreateKeyPairResponse.builder()
        .keyName(pair.keyName())
        .keyPairId(pair.keyPairId())
        .keyFingerprint(pair.keyFingerprint())
        .keyMaterial("there is no key in a simulated key pair")
        .tags(Tags.shown(wanted))
        .build();
  }

  /** Succeeds on one that does not exist, as the API reference of DeleteKeyPair says. */
  DeleteKeyPairResponse delete(DeleteKeyPairRequest request) {
    var answer = DeleteKeyPairResponse.builder().returnValue(true);
    byName.all().stream()
        .filter(
            pair ->
                pair.keyName().equals(request.keyName())
                    || pair.keyPairId().equals(request.keyPairId()))
        .findFirst()
        .ifPresent(
            pair -> {
              foundation.call().concerns(pair.keyName());
              byName.remove(pair.keyName());
              tags.forget(pair.keyPairId());
              answer.keyPairId(pair.keyPairId());
            });
    return answer.build();
  }

  DescribeKeyPairsResponse describe(DescribeKeyPairsRequest request) {
    Instant asOf = foundation.call().readsAsOf();
    for (String name : request.keyNames()) {
      if (byName.get(name, asOf).isEmpty()) {
        throw notFound(name);
      }
    }
    var byId = new TreeMap<String, KeyPairInfo>();
    byName.all(asOf).forEach(pair -> byId.put(pair.keyPairId(), pair));
    for (String id : request.keyPairIds()) {
      if (!byId.containsKey(id)) {
        throw new ApiError(
            "InvalidKeyPair.NotFound", "The key pair ID '%s' does not exist".formatted(id));
      }
    }
    List<KeyPairInfo> asked =
        byName.all(asOf).stream()
            .filter(
                each -> request.keyNames().isEmpty() || request.keyNames().contains(each.keyName()))
            .filter(
                each ->
                    request.keyPairIds().isEmpty()
                        || request.keyPairIds().contains(each.keyPairId()))
            .map(each -> each.toBuilder().tags(Tags.shown(tags.of(each.keyPairId(), asOf))).build())
            .toList();
    return DescribeKeyPairsResponse.builder()
        .keyPairs(filters.of(asked, request.filters()))
        .build();
  }

  static ApiError notFound(String name) {
    return new ApiError(
        "InvalidKeyPair.NotFound", "The key pair '%s' does not exist".formatted(name));
  }
}
