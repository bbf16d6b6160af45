package dev.hastack.operator;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.core.plan.LastApplied;
import dev.hastack.engine.Revisions;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was last applied to one stack in ControllerRevisions that the stack owns. Made anew
 * for each pass; the API server is always asked, so that a new leader never works from an old
 * memory.
 *
 * <p>Revisions are matched by their owner's UID: those of an earlier object of the same name stay
 * behind where no garbage collector runs, and must not be read.
 */
final class RevisionStore implements Revisions {

  /** On every revision: the cluster id under which names and tags were built. */
  static final String CLUSTER_ANNOTATION = HAStack.GROUP + "/cluster";

  static final String UNFINISHED_ANNOTATION = HAStack.GROUP + "/unfinished";
  static final String REPEATS_ANNOTATION = HAStack.GROUP + "/repeats";
  static final String APPROVALS_ANNOTATION = HAStack.GROUP + "/approvals";

  /** How many revisions of a stack are kept. */
  static final int KEPT = 10;

  private static final Logger LOG = Logger.getLogger(RevisionStore.class);
  private static final Comparator<ControllerRevision> BY_REVISION =
      Comparator.comparing(ControllerRevision::getRevision);

  private final KubernetesClient client;
  private final HAStack stack;
  private final String cluster;
  private @Nullable ControllerRevision newest;
  private LastApplied saved = LastApplied.nothing();

  /**
   * @param cluster the cluster id names and tags are built with now
   */
  RevisionStore(KubernetesClient client, HAStack stack, String cluster) {
    this.client = client;
    this.stack = stack;
    this.cluster = cluster;
  }

  /**
   * @throws Revisions.UnreadableException when a newer operator wrote it, or one that was told
   *     another cluster id
   */
  @Override
  public LastApplied load() {
    Optional<ControllerRevision> latest = owned().stream().max(BY_REVISION);
    newest = latest.orElse(null);
    saved = latest.map(this::read).orElseGet(LastApplied::nothing);
    return saved;
  }

  @Override
  public void save(LastApplied lastApplied) {
    if (lastApplied.equals(saved)) {
      return;
    }
    try {
      newest = write(lastApplied);
      saved = lastApplied;
    } catch (KubernetesClientException e) {
      if (stack.getMetadata().getDeletionTimestamp() == null) {
        throw e;
      }
      // A namespace that is going away refuses every create. A deletion reads what is there and
      // needs no target.
      LOG.infof("Kept no revision of a stack that is being deleted: %s", e.getMessage());
    }
  }

  private ControllerRevision write(LastApplied lastApplied) {
    RevisionDocument document = RevisionDocument.of(lastApplied);
    ControllerRevision latest = newest;
    boolean sameTarget =
        latest != null
            && lastApplied.resources().equals(saved.resources())
            && lastApplied.place().equals(saved.place());
    if (latest != null && sameTarget) {
      return annotate(latest, document);
    }
    ControllerRevision created = create(document, latest == null ? 1 : latest.getRevision() + 1);
    prune();
    return created;
  }

  private ControllerRevision annotate(ControllerRevision latest, RevisionDocument document) {
    ObjectMeta metadata = latest.getMetadata();
    // The version is sent too: whoever wrote it meanwhile is another leader, and it is better to
    // fail than to undo its marks.
    var patch =
        Map.of(
            "metadata",
            Map.of(
                "resourceVersion",
                metadata.getResourceVersion(),
                "annotations",
                annotations(document)));
    return client
        .resources(ControllerRevision.class)
        .inNamespace(metadata.getNamespace())
        .withName(metadata.getName())
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            client.getKubernetesSerialization().asJson(patch));
  }

  private ControllerRevision create(RevisionDocument document, long revision) {
    ObjectMeta owner = stack.getMetadata();
    return client
        .resource(
            new ControllerRevisionBuilder()
                .withNewMetadata()
                .withName(name(owner, revision))
                .withNamespace(owner.getNamespace())
                .withLabels(OwnedObjects.labels(stack))
                .withAnnotations(annotations(document))
                .withOwnerReferences(OwnedObjects.owner(stack))
                .endMetadata()
                .withRevision(revision)
                .withData(document.data())
                .build())
        .create();
  }

  private Map<String, String> annotations(RevisionDocument document) {
    return Map.of(
        CLUSTER_ANNOTATION, cluster,
        UNFINISHED_ANNOTATION, document.unfinished(),
        REPEATS_ANNOTATION, document.repeats(),
        APPROVALS_ANNOTATION, document.approvals());
  }

  /** The same name for the same revision of the same object: a second writer collides. */
  private static String name(ObjectMeta owner, long revision) {
    String uid = owner.getUid().replace("-", "");
    return owner.getName() + "-" + uid.substring(0, Math.min(10, uid.length())) + "-" + revision;
  }

  private LastApplied read(ControllerRevision revision) {
    Map<String, String> annotations =
        Objects.requireNonNullElse(revision.getMetadata().getAnnotations(), Map.of());
    String writtenFor = annotations.getOrDefault(CLUSTER_ANNOTATION, cluster);
    String where =
        "ControllerRevision "
            + revision.getMetadata().getNamespace()
            + "/"
            + revision.getMetadata().getName();
    if (!writtenFor.equals(cluster)) {
      throw new Revisions.UnreadableException(
          where
              + " was written with cluster id "
              + writtenFor
              + ", and this operator has "
              + cluster
              + ", so every name on AWS would be another one; set hastack.cluster-id to "
              + writtenFor);
    }
    try {
      return new RevisionDocument(
              revision.getData(),
              annotations.getOrDefault(UNFINISHED_ANNOTATION, "{}"),
              annotations.getOrDefault(REPEATS_ANNOTATION, "{}"),
              annotations.getOrDefault(APPROVALS_ANNOTATION, "{}"))
          .lastApplied();
    } catch (Revisions.UnreadableException e) {
      throw new Revisions.UnreadableException(where + ": " + e.getMessage(), e);
    }
  }

  private List<ControllerRevision> owned() {
    return client
        .resources(ControllerRevision.class)
        .inNamespace(stack.getMetadata().getNamespace())
        .withLabel(OwnedObjects.STACK_LABEL, stack.getMetadata().getName())
        .list()
        .getItems()
        .stream()
        .filter(revision -> OwnedObjects.isOwned(revision, stack))
        .toList();
  }

  private void prune() {
    try {
      owned().stream()
          .sorted(BY_REVISION.reversed())
          .skip(KEPT)
          .forEach(old -> client.resource(old).delete());
    } catch (KubernetesClientException e) {
      // Too many revisions harm nobody; the next one prunes again.
      LOG.infof("Left old revisions in place: %s", e.getMessage());
    }
  }
}
