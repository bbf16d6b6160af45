package dev.hastack.provider.aws.rights;

import static java.util.stream.Collectors.joining;

import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The rights for people to read: a section a tier, a table a statement. */
record IamTable(List<AwsRight> rights) {
  String markdown() {
    var text = new StringBuilder();
    IamPolicy policy = IamPolicy.of(rights);
    for (Tier tier : IamPolicy.tiers()) {
      IamPolicy part = policy.of(tier);
      text.append("\n## %s: %,d characters\n".formatted(tier.title(), part.characters()));
      part.actions().keySet().forEach(grant -> text.append(section(grant)));
    }
    return text.append("\n").toString();
  }

  private String section(Grant grant) {
    var byAction = new TreeMap<String, List<AwsRight>>();
    rights.stream()
        .filter(right -> right.grant() == grant)
        .forEach(
            right ->
                byAction.merge(right.action(), List.of(right), (some, more) -> concat(some, more)));
    String rows =
        byAction.entrySet().stream()
            .map(
                entry ->
                    "| `%s` | %s |\n"
                        .formatted(
                            entry.getKey(),
                            entry.getValue().stream()
                                .map(IamTable::reason)
                                .distinct()
                                .collect(joining(" "))))
            .collect(joining());
    return "\n### %s\n\n%s\n| action | why |\n|---|---|\n%s"
        .formatted(grant.sid(), where(grant), rows);
  }

  private static List<AwsRight> concat(List<AwsRight> some, List<AwsRight> more) {
    return Stream.of(some, more)
        .flatMap(List::stream)
        .sorted(Comparator.comparing(right -> right.dependsOn().isPresent()))
        .toList();
  }

  private static String reason(AwsRight right) {
    return right.why() + right.dependsOn().map(source -> " (" + source + ".)").orElse("");
  }

  private static String where(Grant grant) {
    String conditions =
        grant.conditions().stream()
            .map(
                condition ->
                    "- only if `%s` is %s\n"
                        .formatted(
                            condition.key(),
                            condition.values().stream()
                                .map(value -> "`" + value + "`")
                                .collect(joining(" or "))))
            .collect(joining());
    String resources =
        grant.resources().equals(List.of("*"))
            ? "- on everything: AWS takes no resource here, or the operator needs lists\n"
            : grant.resources().stream().map(each -> "- on `" + each + "`\n").collect(joining());
    return resources + conditions;
  }
}
