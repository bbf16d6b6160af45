package dev.hastack.reliability;

import dev.hastack.core.outcome.Failure;
import dev.hastack.provider.aws.LentAccounts.Lookup;
import dev.hastack.provider.aws.UserDataObjects;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Secrets and ConfigMaps as the API server keeps them. */
final class KeptObjects implements UserDataObjects {
  private final Map<String, Secret> secrets = new TreeMap<>();
  private final Map<String, ConfigMap> configMaps = new TreeMap<>();
  private Optional<Failure> unread = Optional.empty();

  /** From now on nothing can be read; empty where it can again. */
  void refuse(Optional<Failure> why) {
    unread = why;
  }

  void putSecret(String qualifiedName, String key, byte[] content) {
    secrets.put(
        qualifiedName,
        new SecretBuilder().addToData(key, Base64.getEncoder().encodeToString(content)).build());
  }

  void putConfigMap(String qualifiedName, String key, String content) {
    configMaps.put(qualifiedName, new ConfigMapBuilder().addToData(key, content).build());
  }

  void delete(String qualifiedName) {
    secrets.remove(qualifiedName);
    configMaps.remove(qualifiedName);
  }

  @Override
  public Lookup<Secret> secret(String namespace, String name) {
    return find(secrets, namespace, name);
  }

  @Override
  public Lookup<ConfigMap> configMap(String namespace, String name) {
    return find(configMaps, namespace, name);
  }

  private <T> Lookup<T> find(Map<String, T> objects, String namespace, String name) {
    if (unread.isPresent()) {
      return new Lookup.Unread<>(unread.get());
    }
    T found = objects.get(namespace + "/" + name);
    return found == null ? new Lookup.Absent<>() : new Lookup.Found<>(found);
  }
}
