package dev.hastack.core.render;

import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.ChangeReason;
import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.plan.Obstacle;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Schema;
import dev.hastack.core.stack.Value;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A plan as text, in the manner of {@code terraform plan}. */
public final class PlanText {
  private static final String INDENT = "      ";

  private PlanText() {}

  /** The whole plan, ending in its counts and, when there is something to do, its digest. */
  public static String render(Plan plan) {
    var text = new StringBuilder();
    text.append("HAStack ").append(plan.stack().qualifiedName()).append('\n');
    plan.effective().forEach(change -> render(change, text));
    if (!plan.awaitingApproval().isEmpty()) {
      text.append("\nWaiting for approval:\n");
      plan.awaitingApproval().forEach(change -> render(change, text));
    }
    List<Plan.Held> held =
        plan.held().stream().filter(each -> each.reason() != HoldReason.AwaitingApproval).toList();
    if (!held.isEmpty()) {
      text.append("\nHeld back:\n");
      held.forEach(each -> render(each, text));
    }
    if (!plan.obstacles().isEmpty()) {
      text.append("\nNothing could be planned for:\n");
      plan.obstacles()
          .forEach(
              (id, obstacle) ->
                  text.append("  ").append(id).append(": ").append(words(obstacle)).append('\n'));
    }
    if (!plan.warnings().isEmpty()) {
      text.append("\nWarnings:\n");
      plan.warnings().forEach(warning -> text.append("  ! ").append(warning).append('\n'));
    }
    text.append('\n').append(totals(plan)).append('\n');
    return text.toString();
  }

  private static String totals(Plan plan) {
    List<Change> waiting = plan.awaitingApproval();
    if (!waiting.isEmpty()) {
      return (plan.isEmpty() ? "" : "Plan: " + totals(plan.counts()) + ". ")
          + "Waiting for approval: "
          + totals(Plan.counts(waiting))
          + ". Digest "
          + plan.digest()
          + ".";
    }
    if (plan.isEmpty()) {
      return plan.held().isEmpty() && plan.obstacles().isEmpty()
          ? "No changes. The cloud matches the stack."
          : "No changes will be made.";
    }
    return "Plan: " + totals(plan.counts()) + ". Digest " + plan.digest() + ".";
  }

  private static String totals(Map<String, Integer> counts) {
    return List.of("Create", "Update", "Replace", "Delete", "Adopt", "Forget").stream()
        .filter(
            action ->
                counts.containsKey(action)
                    || List.of("Create", "Update", "Delete").contains(action))
        .map(action -> counts.getOrDefault(action, 0) + " to " + verb(action))
        .collect(Collectors.joining(", "));
  }

  /** What stands in the way, in words. */
  public static String words(Obstacle obstacle) {
    return switch (obstacle) {
      case Obstacle.Unread unread -> "it could not be read: " + unread.why().sentence();
      case Obstacle.NotOwned notOwned ->
          notOwned.physicalName()
              + " exists and does not carry this stack's tags; if it is this stack's, give it back"
              + " its hastack.dev tags, else remove it or rename the stack";
      case Obstacle.BeingDeleted deleted -> deleted.physicalName() + " is still being deleted";
    };
  }

  private static void render(Plan.Held held, StringBuilder text) {
    text.append("  ")
        .append(symbol(held.change()))
        .append(' ')
        .append(held.change().id())
        .append(": ")
        .append(held.reason())
        .append(", ")
        .append(held.why())
        .append('\n');
    if (!(held.change() instanceof Change.Create)) {
      renderAttributes(held.change(), text);
    }
  }

  private static void render(Change change, StringBuilder text) {
    text.append("\n  # ").append(change.id()).append(' ').append(heading(change)).append('\n');
    text.append("  ").append(symbol(change)).append(' ').append(change.id()).append('\n');
    renderAttributes(change, text);
  }

  private static void renderAttributes(Change change, StringBuilder text) {
    boolean creates = change instanceof Change.Create;
    int width =
        change.attributeChanges().stream()
            .mapToInt(attribute -> attribute.name().length())
            .max()
            .orElse(0);
    for (AttributeChange attribute : change.attributeChanges()) {
      boolean removed = attribute.unsets() || attribute.to().isEmpty();
      String symbol = attribute.from().isEmpty() ? "+" : removed ? "-" : "~";
      text.append(INDENT)
          .append(symbol)
          .append(' ')
          .append(attribute.name())
          .append(" ".repeat(width - attribute.name().length()))
          .append(" = ")
          .append(ValueText.lines(attribute, INDENT))
          .append(creates ? "" : remark(attribute))
          .append('\n');
    }
  }

  private static String remark(AttributeChange attribute) {
    String impact =
        switch (attribute.impact()) {
          case IGNORED, IN_PLACE -> "";
          case BREAKING -> "requests that go on as before will fail";
          case RESTART -> "restarts";
          case ROLLING -> "new servers only";
          case REPLACE -> "forces replacement";
        };
    boolean plain =
        attribute.reason() == ChangeReason.SpecChanged || follows(attribute).isPresent();
    String reason = plain ? "" : words(attribute.reason());
    String remark = reason.isEmpty() || impact.isEmpty() ? reason + impact : reason + ", " + impact;
    return remark.isEmpty() ? "" : "   # " + remark;
  }

  /** The resource that will provide the value, if one will. */
  private static Optional<ResourceId> follows(AttributeChange attribute) {
    return attribute.to().stream()
        .flatMap(Value::pendings)
        .map(Value.Pending::resource)
        .findFirst();
  }

  private static String why(Change.Update update) {
    List<ResourceId> followed =
        update.attributes().stream()
            .flatMap(attribute -> follows(attribute).stream())
            .distinct()
            .toList();
    boolean onlyFollows = update.attributes().stream().allMatch(each -> follows(each).isPresent());
    return onlyFollows
        ? "it follows "
            + followed.stream().map(ResourceId::toString).collect(Collectors.joining(" and "))
        : words(update.reason());
  }

  private static String effect(Impact impact) {
    return switch (impact) {
      case IGNORED, IN_PLACE, BREAKING, REPLACE -> "will be updated in place";
      case RESTART -> "will be updated, which restarts it";
      case ROLLING -> "will be updated; running servers stay as they are";
    };
  }

  private static String heading(Change change) {
    return switch (change) {
      case Change.Create create ->
          create.onceCreated() ? "will be created again (somebody removed it)" : "will be created";
      case Change.Update update -> effect(update.impact()) + " (" + why(update) + ")";
      case Change.Replace replace ->
          "must be replaced "
              + (replace.order() == Schema.ReplaceOrder.CREATE_FIRST
                  ? "(its successor is created first)"
                  : "(it is deleted first)");
      case Change.Delete delete -> "will be deleted (" + words(delete.reason()) + ")";
      case Change.Adopt adopt -> "will be taken up again";
      case Change.Forget forget -> "will be left standing and let go";
      case Change.NoOp noOp -> "stays as it is";
    };
  }

  private static String words(ChangeReason reason) {
    return switch (reason) {
      case Missing -> "missing";
      case SpecChanged -> "the spec changed";
      case FactsChanged -> "a fact of the account changed";
      case Scheduled -> "scheduled";
      case Fallback -> "On-Demand fallback";
      case OperatorUpgraded -> "the operator was upgraded";
      case Drifted -> "drifted";
      case CannotUpdateInPlace -> "another has taken its place";
      case NoLongerDesired -> "no longer wanted";
      case Unhealthy -> "unhealthy";
    };
  }

  private static String symbol(Change change) {
    return switch (change) {
      case Change.Create create -> "+";
      case Change.Update update -> "~";
      case Change.Replace replace ->
          replace.order() == Schema.ReplaceOrder.CREATE_FIRST ? "+/-" : "-/+";
      case Change.Delete delete -> "-";
      case Change.Adopt adopt -> "<";
      case Change.Forget forget -> ">";
      case Change.NoOp noOp -> " ";
    };
  }

  private static String verb(String action) {
    return switch (action) {
      case "Adopt" -> "take up";
      case "Forget" -> "let go";
      default -> action.toLowerCase(Locale.ROOT);
    };
  }
}
