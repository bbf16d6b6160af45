package dev.hastack.operator;

import dev.hastack.api.v1alpha1.HAStack;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Map;

/**
 * How objects that live and die with a stack are marked. The owner's UID counts: what belongs to an
 * earlier object of the same name is somebody else's.
 */
final class OwnedObjects {

  /** On every owned object, to find a stack's objects by. */
  static final String STACK_LABEL = HAStack.GROUP + "/stack";

  private OwnedObjects() {}

  static Map<String, String> labels(HAStack stack) {
    return Map.of(STACK_LABEL, stack.getMetadata().getName());
  }

  static OwnerReference owner(HAStack stack) {
    return new OwnerReferenceBuilder()
        .withApiVersion(stack.getApiVersion())
        .withKind(stack.getKind())
        .withName(stack.getMetadata().getName())
        .withUid(stack.getMetadata().getUid())
        .withController(true)
        .build();
  }

  static boolean isOwned(HasMetadata object, HAStack stack) {
    return object.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> owner.getUid().equals(stack.getMetadata().getUid()));
  }
}
