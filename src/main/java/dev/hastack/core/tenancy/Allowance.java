package dev.hastack.core.tenancy;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who may use an account, where, and what they may name there. What is not said is not allowed.
 *
 * <p>It is asked before each pass over a stack that is there to stay. A stack that it does not
 * cover is neither planned, read nor written, whether it is new or was covered before: what it has
 * in the cloud stays as it is and serves on, and its servers are still drained when Spot takes them
 * back. A stack that is being deleted is not asked about, because its deletion uses nothing that
 * the spec names: a tenant who has lost a permission can still take down, with the usual protection
 * and final snapshot, what was made under it.
 *
 * @param lender whose allowance it is
 * @param lists globs by the name of their list, for example {@code subnetIds}
 */
public record Allowance(
    Lender lender, List<Glob> regions, Namespaces namespaces, Map<String, List<Glob>> lists) {

  /** The failure code of a stack that names what it may not. */
  public static final String NOT_ALLOWED = "NotAllowed";

  /** More would fill the message; each is told once the ones before it are put right. */
  private static final int MOST_REFUSALS = 8;

  public Allowance {
    regions = List.copyOf(regions);
    lists = Map.copyOf(lists);
  }

  /**
   * Who lends.
   *
   * @param name for a sentence, for example {@code the AWSAccount production}
   * @param prefix before the names of its fields, for example {@code spec.}
   */
  public record Lender(String name, String prefix) {}

  /**
   * Namespaces that match one of the names, or have all of the labels.
   *
   * @param labels empty for none by its labels
   */
  public record Namespaces(List<Glob> names, Map<String, String> labels) {
    public Namespaces {
      names = List.copyOf(names);
      labels = Map.copyOf(labels);
    }

    /** Whether a namespace is admitted by its name alone. */
    public boolean admitsByName(String namespace) {
      return names.stream().anyMatch(glob -> glob.matches(namespace));
    }

    /** Whether it is admitted by its labels. */
    public boolean admitsByLabels(Map<String, String> found) {
      return !labels.isEmpty() && found.entrySet().containsAll(labels.entrySet());
    }
  }

  /** Whether it must be known which labels a namespace has. */
  public boolean asksForLabels(String namespace) {
    return !namespaces.admitsByName(namespace) && !namespaces.labels().isEmpty();
  }

  /**
   * Why a stack is not covered; empty where it is.
   *
   * @param labels of the namespace; only looked at where {@link #asksForLabels}
   * @param region where it is to live
   * @param named everything it names
   */
  public Optional<Failure> refusal(
      String namespace, Map<String, String> labels, String region, Collection<Named> named) {
    if (!namespaces.admitsByName(namespace) && !namespaces.admitsByLabels(labels)) {
      // Who is not admitted learns nothing else of what is lent.
      return refused(
          List.of(
              ("the namespace is %s, which %s does not admit; choose another account, or have it"
                      + " added to %snamespaces")
                  .formatted(namespace, lender.name(), lender.prefix())));
    }
    var refusals = new ArrayList<String>();
    if (regions.stream().noneMatch(glob -> glob.matches(region))) {
      refusals.add(
          ("spec.aws.region is %s, which %s does not allow; choose one of its regions, or have it"
                  + " added to %sregions")
              .formatted(region, lender.name(), lender.prefix()));
    }
    named.stream().filter(each -> !allows(each)).map(this::sentence).forEach(refusals::add);
    return refused(refusals);
  }

  /** Why one thing may not be named by any of these words for it; empty where it may. */
  public Optional<Failure> refusal(Named thing, Collection<String> alsoKnownAs) {
    boolean allowed =
        allows(thing)
            || alsoKnownAs.stream()
                .anyMatch(word -> allows(new Named(thing.list(), thing.field(), word)));
    return refused(allowed ? List.of() : List.of(sentence(thing)));
  }

  private boolean allows(Named thing) {
    return lists.getOrDefault(thing.list(), List.of()).stream()
        .anyMatch(glob -> glob.matches(thing.value()));
  }

  private String sentence(Named thing) {
    return "%s is %s, which %s does not allow; name another, or have it added to %sallow.%s"
        .formatted(thing.field(), thing.value(), lender.name(), lender.prefix(), thing.list());
  }

  private static Optional<Failure> refused(List<String> refusals) {
    if (refusals.isEmpty()) {
      return Optional.empty();
    }
    String told = String.join("; ", refusals.subList(0, Math.min(refusals.size(), MOST_REFUSALS)));
    int untold = refusals.size() - MOST_REFUSALS;
    return Optional.of(
        Failure.ofSpec(
            FailureKind.UNAUTHORIZED,
            NOT_ALLOWED,
            untold > 0 ? told + "; and %d more".formatted(untold) : told));
  }
}
