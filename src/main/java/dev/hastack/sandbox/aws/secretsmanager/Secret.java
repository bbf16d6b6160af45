package dev.hastack.sandbox.aws.secretsmanager;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A secret that a service keeps.
 *
 * @param kmsKeyId the ARN of the key
 * @param version counts its values, from 1
 */
record Secret(
    String arn,
    String name,
    String owner,
    String kmsKeyId,
    Instant createdAt,
    Instant changedAt,
    int version,
    String value,
    SortedMap<String, String> tags) {

  Secret {
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
  }

  static Secret kept(
      String arn,
      String name,
      String owner,
      String kmsKeyId,
      Instant now,
      String value,
      Map<String, String> tags) {
    return new Secret(arn, name, owner, kmsKeyId, now, now, 1, value, new TreeMap<>(tags));
  }

  Secret rotated(String next, Instant now) {
    return new Secret(arn, name, owner, kmsKeyId, createdAt, now, version + 1, next, tags);
  }
}
