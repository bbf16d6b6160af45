package dev.hastack.core.render;

import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.ChangeReason;
import dev.hastack.core.plan.Obstacle;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.Schema;
import java.util.List;
import java.util.stream.Collectors;

/** A plan as text, in the manner of {@code terraform plan}. */
public final class PlanText {
  private PlanText() {}

  /** The whole plan, ending in its counts and, when there is something to do, its digest. */
  public static String render(Plan plan) {
    var text = new StringBuilder();
    text.append("HAStack ").append(plan.stack().qualifiedName()).append('\n');
    plan.effective().forEach(change -> render(change, text));
    if (!plan.held().isEmpty()) {
      text.append("\nHeld back:\n");
      plan.held().forEach(held -> render(held, text));
    }
    if (!plan.obstacles().isEmpty()) {
      text.append("\nNothing could be planned for:\n");
      plan.obstacles()
          .forEach(
              (id, obstacle) ->
                  text.append("  ").append(id).append(": ").append(words(obstacle)).append('\n'));
    }
    text.append('\n').append(totals(plan)).append('\n');
    return text.toString();
  }

  private static String totals(Plan plan) {
    if (plan.isEmpty()) {
      return plan.held().isEmpty() && plan.obstacles().isEmpty()
          ? "No changes. The cloud matches the stack."
          : "No changes will be made.";
    }
    var counts = plan.counts();
    String totals =
        List.of("Create", "Update", "Replace", "Delete", "Adopt", "Forget").stream()
            .filter(
                action ->
                    counts.containsKey(action)
                        || List.of("Create", "Update", "Delete").contains(action))
            .map(action -> counts.getOrDefault(action, 0) + " to " + verb(action))
            .collect(Collectors.joining(", "));
    return "Plan: " + totals + ". Digest " + plan.digest() + ".";
  }

  /** What stands in the way, in words. */
  public static String words(Obstacle obstacle) {
    return switch (obstacle) {
      case Obstacle.Unread unread -> "it could not be read: " + unread.why().sentence();
      case Obstacle.NotOwned notOwned ->
          notOwned.physicalName()
              + " exists and does not carry this stack's tags; rename the stack, or remove or rename"
              + " that resource";
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
    if (held.change() instanceof Change.Create) {
      return;
    }
    held.change().attributeChanges().forEach(attribute -> render(attribute, false, 0, text));
  }

  private static void render(Change change, StringBuilder text) {
    text.append("\n  # ").append(change.id()).append(' ').append(heading(change)).append('\n');
    text.append("  ").append(symbol(change)).append(' ').append(change.id()).append('\n');
    int width =
        change.attributeChanges().stream()
            .mapToInt(attribute -> attribute.name().length())
            .max()
            .orElse(0);
    boolean creates = change instanceof Change.Create;
    change.attributeChanges().forEach(attribute -> render(attribute, creates, width, text));
  }

  private static void render(
      AttributeChange attribute, boolean creates, int width, StringBuilder text) {
    String symbol =
        creates || attribute.from().isEmpty()
            ? "+"
            : attribute.unsets() || attribute.to().isEmpty() ? "-" : "~";
    text.append("      ")
        .append(symbol)
        .append(' ')
        .append(attribute.name())
        .append(" ".repeat(Math.max(0, width - attribute.name().length())))
        .append(" = ");
    if (!creates) {
      text.append(ValueText.from(attribute)).append(" -> ");
    }
    text.append(ValueText.to(attribute)).append(remark(attribute, creates)).append('\n');
  }

  private static String remark(AttributeChange attribute, boolean creates) {
    if (creates) {
      return "";
    }
    String impact =
        switch (attribute.impact()) {
          case IGNORED, IN_PLACE -> "";
          case RESTART -> "restarts";
          case ROLLING -> "new servers only";
          case REPLACE -> "forces replacement";
        };
    String reason = attribute.reason() == ChangeReason.SpecChanged ? "" : words(attribute.reason());
    String remark = reason.isEmpty() || impact.isEmpty() ? reason + impact : reason + ", " + impact;
    return remark.isEmpty() ? "" : "   # " + remark;
  }

  private static String heading(Change change) {
    String reason = "(" + words(change.reason()) + ")";
    return switch (change) {
      case Change.Create create ->
          create.onceCreated() ? "will be created again (somebody removed it)" : "will be created";
      case Change.Update update ->
          (update.impact() == Impact.ROLLING
                  ? "will be updated; running servers stay as they are "
                  : "will be updated in place ")
              + reason;
      case Change.Replace replace ->
          "must be replaced "
              + (replace.order() == Schema.ReplaceOrder.CREATE_FIRST
                  ? "(its successor is created first)"
                  : "(it is deleted first)");
      case Change.Delete delete -> "will be deleted " + reason;
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
      case CannotUpdateInPlace -> "cannot be changed in place";
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
      default -> action.toLowerCase(java.util.Locale.ROOT);
    };
  }
}
