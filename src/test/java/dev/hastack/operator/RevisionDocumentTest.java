package dev.hastack.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hastack.core.plan.Approvals;
import dev.hastack.core.plan.LastApplied;
import dev.hastack.core.plan.LastApplied.Applied;
import dev.hastack.core.plan.LastApplied.Provenance;
import dev.hastack.core.stack.Place;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import dev.hastack.engine.Revisions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RevisionDocumentTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ResourceId GROUP = new ResourceId("AutoScalingGroup", "app");
  private static final ResourceId TEMPLATE = new ResourceId("LaunchTemplate", "app");

  /** Every kind of value, nested ones too. */
  static LastApplied everyKindOfValue() {
    var values = new TreeMap<String, Value>();
    values.put("HealthCheckType", Value.text("ELB"));
    values.put("MinSize", Value.whole(2));
    values.put("Large", Value.whole(Long.MAX_VALUE));
    values.put("NewInstancesProtectedFromScaleIn", Value.flag(false));
    values.put("TerminationPolicies", Value.list(List.of(Value.text("b"), Value.text("a"))));
    values.put("VPCZoneIdentifier", Value.setOf(List.of("subnet-b", "subnet-a")));
    values.put("Empty", Value.list(List.of()));
    values.put(
        "MetadataOptions",
        Value.struct(
            Map.of(
                "HttpTokens",
                Value.text("required"),
                "Hops",
                Value.list(List.of(Value.whole(1))))));
    values.put("Version", new Value.Pending(TEMPLATE, "Version"));
    values.put(
        "TargetGroupARNs",
        Value.list(
            List.of(new Value.Pending(new ResourceId("TargetGroup", "app"), "TargetGroupArn"))));
    var resources = new TreeMap<ResourceId, Applied>();
    resources.put(
        GROUP, new Applied("storefront-app-0a1b2c3d", values, new Provenance("uid/3", "facts", 7)));
    resources.put(
        TEMPLATE,
        new Applied("storefront-app-4d5e6f70", new TreeMap<>(), new Provenance("uid/2", "", 6)));
    return new LastApplied(
        Optional.of(new Place("123456789012", "eu-west-1")),
        resources,
        new TreeMap<>(Map.of(GROUP, new TreeSet<>(Set.of("MinSize", LastApplied.WHOLE)))),
        new TreeMap<>(Map.of(GROUP, new TreeMap<>(Map.of("MaxSize", 2)))),
        new Approvals(
            Optional.of("0a1b2c3d4e5f0a1b2c3d4e5f0a1b2c3d"),
            new TreeMap<>(
                Map.of(
                    GROUP, new TreeMap<>(Map.of("MinSize", "00c0ffee000000c0ffee000000c0ffee"))))));
  }

  @Test
  void shouldReadBackEveryKindOfValueWhenWrittenAsJson() throws JsonProcessingException {
    // Given
    LastApplied written = everyKindOfValue();

    // When
    LastApplied read = throughJson(RevisionDocument.of(written)).lastApplied();

    // Then
    assertThat(read).isEqualTo(written);
  }

  @Test
  void shouldReadBackNothingWhenNothingWasApplied() throws JsonProcessingException {
    assertThat(throughJson(RevisionDocument.of(LastApplied.nothing())).lastApplied())
        .isEqualTo(LastApplied.nothing());
  }

  @Test
  void shouldKeepDataWhenOnlyMarksAndCountsDiffer() {
    // Given
    LastApplied before = everyKindOfValue();
    LastApplied after = before.withUnfinished(new TreeMap<>()).withRepeats(new TreeMap<>());

    // Then
    assertThat(RevisionDocument.of(after).data()).isEqualTo(RevisionDocument.of(before).data());
    assertThat(RevisionDocument.of(after).unfinished()).isEqualTo("{}");
    assertThat(RevisionDocument.of(after).repeats()).isEqualTo("{}");
  }

  @Test
  void shouldNameTheFormatAndTheRemedyWhenANewerOperatorWroteIt() {
    // Given
    var newer = new RevisionDocument(Map.of("format", 2, "resources", Map.of()), "{}", "{}", "{}");

    // Then
    assertThatThrownBy(newer::lastApplied)
        .isInstanceOf(Revisions.UnreadableException.class)
        .hasMessageContaining("format 2")
        .hasMessageContaining("run the version of the operator that wrote it, or a newer one");
  }

  @Test
  void shouldSayThatItIsDamagedWhenAMarkCannotBeParsed() {
    // Given
    var damaged =
        new RevisionDocument(Map.of("format", 1), "{\"AutoScalingGroup\":[]}", "{}", "{}");

    // Then
    assertThatThrownBy(damaged::lastApplied)
        .isInstanceOf(Revisions.UnreadableException.class)
        .hasMessageContaining("damaged")
        .hasMessageContaining("AutoScalingGroup");
  }

  private static RevisionDocument throughJson(RevisionDocument document)
      throws JsonProcessingException {
    return new RevisionDocument(
        JSON.readValue(JSON.writeValueAsString(document.data()), Object.class),
        document.unfinished(),
        document.repeats(),
        document.approvals());
  }
}
