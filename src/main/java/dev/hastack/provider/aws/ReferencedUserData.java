package dev.hastack.provider.aws;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.UserDataFrom;
import dev.hastack.provider.aws.LentAccounts.Lookup;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The user data of a spec that has it in another object. Read in every pass, so that a change is
 * seen in the next; what is wrong with it is said without a word of it.
 */
record ReferencedUserData(UserDataObjects objects) {
  private static final String FIELD = "spec.aws.fleet.userDataFrom";

  /** An entry that a spec names, in words. */
  private record Entry(String field, String kind, String namespace, UserDataFrom.KeyRef ref) {
    String object() {
      return "%s %s/%s".formatted(kind, namespace, ref.name());
    }

    String words() {
      return "%s is the key %s of %s".formatted(field, ref.key(), object());
    }
  }

  /**
   * Empty where the spec names no object.
   *
   * @throws AwsCallException when it could not be read, or with {@code INVALID} or {@code
   *     NOT_FOUND} when it is not there or AWS would not take it
   */
  Optional<UserData> of(HAStack stack) {
    UserDataFrom from = AwsProvider.spec(stack).fleet().userDataFrom();
    if (from == null) {
      return Optional.empty();
    }
    String namespace = stack.getMetadata().getNamespace();
    UserDataFrom.KeyRef secret = from.secretKeyRef();
    UserDataFrom.KeyRef configMap = from.configMapKeyRef();
    // The schema admits no reference to neither.
    return secret != null
        ? Optional.of(
            read(
                new Entry(FIELD + ".secretKeyRef", "Secret", namespace, secret),
                objects.secret(namespace, secret.name()),
                found -> decoded(found, secret.key())))
        : Optional.ofNullable(configMap)
            .map(
                ref ->
                    read(
                        new Entry(FIELD + ".configMapKeyRef", "ConfigMap", namespace, ref),
                        objects.configMap(namespace, ref.name()),
                        found -> bytes(found, ref.key())));
  }

  private static <T> UserData read(
      Entry entry, Lookup<T> lookup, Function<T, Optional<byte[]>> content) {
    return switch (lookup) {
      case Lookup.Unread<T> unread -> throw new AwsCallException(unread.why());
      case Lookup.Absent<T> absent ->
          throw SpecChecks.notFound(
              "UserDataNotFound",
              "%s, and there is no %s; create it, or correct the name"
                  .formatted(entry.words(), entry.object()));
      case Lookup.Found<T> found ->
          text(
              entry,
              content
                  .apply(found.value())
                  .orElseThrow(
                      () ->
                          SpecChecks.notFound(
                              "UserDataKeyNotFound",
                              "%s, which has no such key under data; add it, or correct the key"
                                  .formatted(entry.words()))));
    };
  }

  private static UserData text(Entry entry, byte[] content) {
    SpecChecks.userDataSize(entry.words() + ", which", content.length);
    try {
      return new UserData(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString());
    } catch (CharacterCodingException notText) {
      throw SpecChecks.invalid(
          "UserDataNotText",
          "%s, which is not text in UTF-8; store a script or a cloud-init document, not compressed"
              .formatted(entry.words()));
    }
  }

  private static Optional<byte[]> decoded(Secret secret, String key) {
    return value(secret.getData(), key).map(Base64.getDecoder()::decode);
  }

  private static Optional<byte[]> bytes(ConfigMap configMap, String key) {
    return value(configMap.getData(), key).map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<String> value(@Nullable Map<String, String> data, String key) {
    return data == null ? Optional.empty() : Optional.ofNullable(data.get(key));
  }
}
