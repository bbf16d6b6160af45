package dev.hastack.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.api.v1alpha1.HAStackStatus.Drifted;
import dev.hastack.core.status.ConditionType;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells what somebody changed behind the operator's back. */
@Command(
    name = "drift",
    header = "Tells what differs in the cloud from what a stack last wrote there.",
    description =
        "Reads the status, which the operator renews at least once a minute; asks AWS nothing.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no drift",
      "1:an error, or part of the stack could not be read",
      "2:there is drift, or there was and it has just been corrected"
    },
    mixinStandardHelpOptions = true)
public final class DriftCommand implements Callable<Integer> {
  private static final int NO_DRIFT = 0;
  private static final int FAILED = 1;
  private static final int DRIFT = 2;

  @Mixin private StackOptions chosen = new StackOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      defaultValue = "text",
      description = "How to print: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Output output = Output.text;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** A column of the table. */
  private record Column(String heading, Function<Drifted, String> cell) {
    int width(List<Drifted> rows) {
      return rows.stream()
          .mapToInt(row -> cell.apply(row).length())
          .reduce(heading.length(), Math::max);
    }
  }

  private static final List<Column> COLUMNS =
      List.of(
          new Column("RESOURCE", Drifted::resource),
          new Column("ATTRIBUTE", Drifted::attribute),
          new Column("WANTED", drifted -> Objects.requireNonNullElse(drifted.wanted(), "")),
          new Column("FOUND", drifted -> Objects.requireNonNullElse(drifted.found(), "")),
          new Column("SINCE", Drifted::since));

  @Override
  public Integer call() {
    return chosen.with(this::tell);
  }

  private int tell(ChosenStack stack) {
    StatusView view = StatusView.of(stack, stack.read());
    List<Drifted> drift = Objects.requireNonNullElse(view.status().drift(), List.of());
    PrintWriter out = spec.commandLine().getOut();
    switch (output) {
      case text -> out.print(StatusView.printable(text(view, drift)));
      case json -> out.println(json(drift));
    }
    out.flush();
    if (view.condition(ConditionType.Drifted).isEmpty()
        || view.is(ConditionType.Drifted, Condition.Status.Unknown)) {
      spec.commandLine()
          .getErr()
          .println(
              "Not all of %s could be compared: %s"
                  .formatted(stack.qualifiedName(), view.message(ConditionType.Drifted)));
      return FAILED;
    }
    return view.is(ConditionType.Drifted, Condition.Status.True) ? DRIFT : NO_DRIFT;
  }

  private static String text(StatusView view, List<Drifted> drift) {
    var text = new StringBuilder();
    if (!drift.isEmpty()) {
      text.append(line(drift, Column::heading));
      drift.forEach(row -> text.append(line(drift, column -> column.cell().apply(row))));
    }
    if (drift.size() == HAStackStatus.MAX_DRIFT) {
      text.append("Status has room for no more than these %d.%n".formatted(drift.size()));
    }
    view.condition(ConditionType.Drifted)
        .filter(condition -> condition.status() != Condition.Status.Unknown)
        .ifPresent(
            condition ->
                text.append("%s: %s%n".formatted(condition.reason(), condition.message())));
    return text.toString();
  }

  private static String line(List<Drifted> rows, Function<Column, String> cell) {
    var line = new StringBuilder();
    COLUMNS.forEach(
        column ->
            line.append(cell.apply(column))
                .append(" ".repeat(column.width(rows) - cell.apply(column).length() + 2)));
    return line.toString().stripTrailing() + System.lineSeparator();
  }

  private static String json(List<Drifted> drift) {
    try {
      return new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValueAsString(drift);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
