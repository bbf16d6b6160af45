package dev.hastack.core.plan;

import static java.util.stream.Collectors.joining;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What would be done to a stack, decided and not yet done.
 *
 * @param stack which
 * @param changes in the order they are made; {@link Change.NoOp}s included
 * @param held changes that are needed and not made, and why
 * @param obstacles resources for which nothing could be planned
 * @param warnings what a person should know before it is carried out; not part of what is approved
 * @param approval whether it had to be approved, and was
 */
public record Plan(
    StackId stack,
    List<Change> changes,
    List<Held> held,
    SortedMap<ResourceId, Obstacle> obstacles,
    List<String> warnings,
    Approval approval) {
  private static final int DIGEST_LENGTH = 32;
  private static final int NAME_LENGTH = 12;

  /** A plan of which there is nothing to warn, and that nobody need approve. */
  public Plan(
      StackId stack,
      List<Change> changes,
      List<Held> held,
      SortedMap<ResourceId, Obstacle> obstacles) {
    this(stack, changes, held, obstacles, List.of(), new Approval.NotAsked());
  }

  /** The same with these warnings. */
  public Plan withWarnings(List<String> others) {
    return new Plan(stack, changes, held, obstacles, others, approval);
  }

  /** The same with this approval. */
  public Plan withApproval(Approval other) {
    return new Plan(stack, changes, held, obstacles, warnings, other);
  }

  /** A change, or the part of one, that is held. */
  public record Held(Change change, HoldReason reason, String why) {}

  public Plan {
    changes = List.copyOf(changes);
    held = List.copyOf(held);
    warnings = List.copyOf(warnings);
    obstacles = Collections.unmodifiableSortedMap(new TreeMap<>(obstacles));
  }

  /** What waits for an approval, as it would be done. */
  public List<Change> awaitingApproval() {
    return held.stream()
        .filter(each -> each.reason() == HoldReason.AwaitingApproval)
        .map(Held::change)
        .toList();
  }

  /** Why what could not be read was not, for each such resource. */
  public List<Failure> unread() {
    return obstacles.values().stream()
        .filter(Obstacle.Unread.class::isInstance)
        .map(Obstacle.Unread.class::cast)
        .map(Obstacle.Unread::why)
        .toList();
  }

  /** The changes that do something. */
  public List<Change> effective() {
    return changes.stream().filter(change -> !(change instanceof Change.NoOp)).toList();
  }

  public boolean isEmpty() {
    return effective().isEmpty();
  }

  /** How many changes of each action, by its name; NoOps not counted. */
  public Map<String, Integer> counts() {
    return counts(effective());
  }

  /** How many of these changes of each action, by its name. */
  public static Map<String, Integer> counts(List<Change> changes) {
    var counts = new TreeMap<String, Integer>();
    changes.forEach(change -> counts.merge(change.action(), 1, Integer::sum));
    return counts;
  }

  /**
   * The plan's name: hex digits over the sorted (resource, action, attribute, wanted value),
   * without live numbers, without what is only remembered and without what is held. Of a plan that
   * waits for approval it is of what waits alone, and long: whoever names it permits it. Sensitive
   * values count by their digest.
   */
  public String digest() {
    return approval instanceof Approval.Waiting waiting
        ? waiting.digest()
        : digest(effective(), Optional.empty()).substring(0, NAME_LENGTH);
  }

  /**
   * @param latest the digest approved last, so that the same changes have another one after each
   *     approval
   */
  static String digest(List<Change> changes, Optional<String> latest) {
    var lines = new TreeSet<String>();
    latest.ifPresent(digest -> lines.add("after\n" + digest));
    for (Change change : changes) {
      lines.add(change.id() + "\n" + change.action() + whose(change));
      for (AttributeChange attribute : change.attributeChanges()) {
        if (attribute.isMemory()) {
          continue;
        }
        var schema = change.wanted().orElseThrow().spec().schema();
        String wanted =
            attribute
                .to()
                .map(value -> schema.seal(attribute.name(), value).toString())
                .orElse("(unset)");
        lines.add(
            Stream.of(change.id().toString(), change.action(), attribute.name(), wanted)
                .collect(joining("\n")));
      }
    }
    return digest(String.join("\0", lines));
  }

  /** A deletion is of this very one, and of none that is there instead. */
  private static String whose(Change change) {
    return change instanceof Change.Delete delete ? "\n" + delete.observed().physicalId() : "";
  }

  /** 32 hex digits: too many to find another text that has the same. */
  static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)))
          .substring(0, DIGEST_LENGTH);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
