package dev.hastack.sandbox.aws.sqs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * The digests by which a client checks what it sent and received ("Calculating the MD5 message
 * digest for message attributes", SQS developer guide).
 */
final class Digests {
  private static final byte TEXT = 1;
  private static final byte BINARY = 2;

  private Digests() {}

  static String of(String body) {
    return HexFormat.of().formatHex(md5().digest(body.getBytes(StandardCharsets.UTF_8)));
  }

  /** Null if there are none. */
  static @Nullable String of(Map<String, MessageAttributeValue> attributes) {
    if (attributes.isEmpty()) {
      return null;
    }
    MessageDigest digest = md5();
    new TreeMap<>(attributes)
        .forEach(
            (name, value) -> {
              update(digest, name.getBytes(StandardCharsets.UTF_8));
              update(digest, value.dataType().getBytes(StandardCharsets.UTF_8));
              if (value.binaryValue() == null) {
                digest.update(TEXT);
                update(digest, value.stringValue().getBytes(StandardCharsets.UTF_8));
              } else {
                digest.update(BINARY);
                update(digest, value.binaryValue().asByteArray());
              }
            });
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, byte[] bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
