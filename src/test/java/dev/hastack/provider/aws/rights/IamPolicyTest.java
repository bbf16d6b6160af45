package dev.hastack.provider.aws.rights;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.provider.aws.AwsRights;
import dev.hastack.testing.OperatorCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IamPolicyTest {
  private static final Path DOCUMENT = Path.of("docs", "iam-policy.json");
  private static final Path PAGE = Path.of("docs", "iam.md");
  private static final String BEGIN = "<!-- generated from the declared rights -->\n";
  private static final String END = "<!-- end of what is generated -->\n";

  /** "No permissions are required to perform this operation" (STS API reference). */
  private static final String NEEDS_NO_RIGHT = "sts:GetCallerIdentity";

  /** One right is for a call and its batch alike (Service Authorization Reference: Amazon SQS). */
  private static final Map<String, String> BATCHES =
      Map.of(
          "sqs:DeleteMessageBatch", "sqs:DeleteMessage",
          "sqs:ChangeMessageVisibilityBatch", "sqs:ChangeMessageVisibility");

  /** "IAM and AWS STS quotas", IAM user guide: of a managed policy. */
  private static final int MOST_CHARACTERS = 6_144;

  private static final Pattern SENTENCE = Pattern.compile("[A-Z][^.]*\\.");

  private static List<AwsRight> rights() {
    return AwsRights.declared().stream().flatMap(each -> each.rights().stream()).toList();
  }

  @Test
  void shouldDeclareExactlyTheCallsOfEachClass() {
    // Given
    SortedSet<String> called =
        OperatorCalls.everywhere().stream()
            .filter(call -> !call.action().equals(NEEDS_NO_RIGHT))
            .map(
                call -> call.className() + " " + BATCHES.getOrDefault(call.action(), call.action()))
            .collect(toCollection(TreeSet::new));

    // When
    SortedSet<String> declared =
        AwsRights.declared().stream()
            .flatMap(
                each ->
                    each.rights().stream()
                        .filter(right -> right.dependsOn().isEmpty())
                        .map(right -> each.declaredBy().getName() + " " + right.action()))
            .collect(toCollection(TreeSet::new));

    // Then
    assertThat(declared).isEqualTo(called);
  }

  @Test
  void shouldSayWhyInOneSentence() {
    assertThat(rights()).allSatisfy(right -> assertThat(right.why()).matches(SENTENCE));
  }

  @Test
  void shouldUseEveryStatement() {
    assertThat(IamPolicy.of(rights()).actions()).containsOnlyKeys(Grant.values());
  }

  @ParameterizedTest
  @EnumSource
  void shouldFitAManagedPolicyATier(Tier tier) {
    assertThat(IamPolicy.of(rights()).of(tier).characters()).isLessThan(MOST_CHARACTERS);
  }

  @Test
  void shouldBeCommittedAsDeclared() throws IOException {
    String policy = IamPolicy.of(rights()).json();
    if (Boolean.getBoolean("hastack.update")) {
      Files.writeString(DOCUMENT, policy);
    }
    assertThat(DOCUMENT).as(stale(DOCUMENT)).hasContent(policy);
  }

  @Test
  void shouldBeExplainedAsDeclared() throws IOException {
    // Given
    String page = Files.readString(PAGE);
    int from = page.indexOf(BEGIN) + BEGIN.length();
    int to = page.indexOf(END);

    // When
    String current =
        page.substring(0, from) + new IamTable(rights()).markdown() + page.substring(to);
    if (Boolean.getBoolean("hastack.update")) {
      Files.writeString(PAGE, current);
    }

    // Then
    assertThat(PAGE).as(stale(PAGE)).hasContent(current);
  }

  @Test
  void shouldExplainEachWordToBeFilledIn() throws IOException {
    // Given
    String page = Files.readString(PAGE);
    List<String> words =
        Arrays.stream(Grant.values())
            .flatMap(
                grant ->
                    Stream.concat(
                        grant.resources().stream(),
                        grant.conditions().stream().flatMap(each -> each.values().stream())))
            .flatMap(text -> Pattern.compile("[A-Z_]{6,}").matcher(text).results())
            .map(found -> found.group())
            .distinct()
            .toList();

    // Then
    assertThat(words)
        .isNotEmpty()
        .allSatisfy(word -> assertThat(page).contains("| `" + word + "` |"));
  }

  private static String stale(Path file) {
    return "%s is stale; rewrite it with ./mvnw test -Dtest=IamPolicyTest -Dhastack.update=true"
        .formatted(file);
  }
}
