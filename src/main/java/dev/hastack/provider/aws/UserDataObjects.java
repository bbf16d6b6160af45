package dev.hastack.provider.aws;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.provider.aws.LentAccounts.Lookup;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;

/** The objects of the cluster that may hold user data, each asked for by its name. */
public interface UserDataObjects {

  /** Of whoever has no cluster to ask. */
  UserDataObjects NO_CLUSTER =
      new UserDataObjects() {
        @Override
        public Lookup<Secret> secret(String namespace, String name) {
          return unasked("Secret", namespace, name);
        }

        @Override
        public Lookup<ConfigMap> configMap(String namespace, String name) {
          return unasked("ConfigMap", namespace, name);
        }

        private static <T> Lookup<T> unasked(String kind, String namespace, String name) {
          return new Lookup.Unread<>(
              Failure.ofSpec(
                  FailureKind.INVALID,
                  "NoCluster",
                  ("spec.aws.fleet.userDataFrom names the %s %s/%s, and no cluster is asked for it;"
                          + " use --server, or write the content as userData for this plan")
                      .formatted(kind, namespace, name)));
        }
      };

  Lookup<Secret> secret(String namespace, String name);

  Lookup<ConfigMap> configMap(String namespace, String name);
}
