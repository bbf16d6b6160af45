package dev.hastack.provider.aws;

import dev.hastack.api.v1alpha1.AWSAccount;
import dev.hastack.core.outcome.Failure;
import java.util.List;
import java.util.Map;

/** The AWSAccounts of the cluster, and the labels by which they admit namespaces. */
public interface LentAccounts {

  /** One by its name. */
  Lookup<AWSAccount> find(String name);

  /** All of them, as far as they are known. */
  List<AWSAccount> all();

  /** The labels of a namespace. */
  Lookup<Map<String, String>> labels(String namespace);

  /**
   * What came of asking the cluster.
   *
   * @param <T> what was asked for
   */
  sealed interface Lookup<T> {
    /** It is there. */
    record Found<T>(T value) implements Lookup<T> {}

    /** It is not there. */
    record Absent<T>() implements Lookup<T> {}

    /** Nobody could tell. */
    record Unread<T>(Failure why) implements Lookup<T> {}
  }
}
