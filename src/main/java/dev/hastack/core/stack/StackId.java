package dev.hastack.core.stack;

/**
 * Which stack, everywhere the same.
 *
 * @param cluster the id of the Kubernetes cluster the object lives in; part of every name and tag,
 *     so that two clusters never share a resource
 * @param namespace the object's namespace
 * @param name the object's name
 */
public record StackId(String cluster, String namespace, String name) {

  /** {@code <namespace>/<name>}, the value of the ownership tag {@code hastack.dev/stack}. */
  public String qualifiedName() {
    return namespace + "/" + name;
  }
}
