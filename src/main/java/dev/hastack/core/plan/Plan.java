package dev.hastack.core.plan;

import static java.util.stream.Collectors.joining;

import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
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
 */
public record Plan(
    StackId stack,
    List<Change> changes,
    List<Held> held,
    SortedMap<ResourceId, Obstacle> obstacles,
    List<String> warnings) {

  /** A plan of which there is nothing to warn. */
  public Plan(
      StackId stack,
      List<Change> changes,
      List<Held> held,
      SortedMap<ResourceId, Obstacle> obstacles) {
    this(stack, changes, held, obstacles, List.of());
  }

  /** The same with these warnings. */
  public Plan withWarnings(List<String> others) {
    return new Plan(stack, changes, held, obstacles, others);
  }

  /** A change, or the part of one, that is held. */
  public record Held(Change change, HoldReason reason, String why) {}

  public Plan {
    changes = List.copyOf(changes);
    held = List.copyOf(held);
    warnings = List.copyOf(warnings);
    obstacles = Collections.unmodifiableSortedMap(new TreeMap<>(obstacles));
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
    var counts = new TreeMap<String, Integer>();
    effective().forEach(change -> counts.merge(change.action(), 1, Integer::sum));
    return counts;
  }

  /**
   * What a person approves: 12 hex digits over the sorted (resource, action, attribute, wanted
   * value), without live numbers, without what is only remembered and without what is held.
   * Sensitive values count by their digest.
   */
  public String digest() {
    var lines = new TreeSet<String>();
    for (Change change : effective()) {
      lines.add(change.id() + "\n" + change.action());
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
    return sha256(String.join("\0", lines)).substring(0, 12);
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
