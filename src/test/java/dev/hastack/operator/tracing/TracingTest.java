package dev.hastack.operator.tracing;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.hastack.testing.TraceCollector;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class TracingTest {
  private static final String SECRET = "correct-horse-battery-staple";

  private final TraceCollector collector = TraceCollector.start();

  @AfterEach
  void end() {
    collector.close();
  }

  @Test
  void shouldSendOneTraceWithEveryCallWhenAStackHasAPass() {
    // Given
    Tracing tracing = TracedAccount.tracing(collector, Map.of());
    List<String> called;
    try (var account = new TracedAccount(tracing, SECRET)) {
      long before = account.aws().record().calls().size();

      // When
      assertThat(account.pass().outcomes()).isNotEmpty();
      called =
          account.aws().record().calls().stream()
              .skip(before)
              .map(each -> each.call().operation())
              .sorted()
              .toList();
    }
    tracing.close();

    // Then
    List<Span> spans = collector.spans();
    assertThat(spans).extracting(Span::getTraceId).containsOnly(spans.getFirst().getTraceId());
    assertThat(spans)
        .filteredOn(span -> span.getParentSpanId().isEmpty())
        .singleElement()
        .satisfies(
            root -> {
              assertThat(root.getName()).isEqualTo("pass");
              assertThat(TraceCollector.attributes(root))
                  .containsEntry("hastack.namespace", "shop")
                  .containsEntry("hastack.name", "storefront")
                  .containsEntry("hastack.generation", "1")
                  .containsKeys("hastack.ready", "hastack.reason", "hastack.changes");
            });
    List<Span> calls =
        spans.stream().filter(span -> span.getKind() == Span.SpanKind.SPAN_KIND_CLIENT).toList();
    assertThat(calls.stream().map(TracingTest::operation).sorted()).isEqualTo(called);
    assertThat(calls)
        .allSatisfy(
            call -> {
              Map<String, String> attributes = TraceCollector.attributes(call);
              assertThat(attributes)
                  .containsEntry("rpc.system", "aws-api")
                  .containsEntry("cloud.region", "us-east-1")
                  .containsKeys("http.response.status_code", "aws.request_id");
              assertThat(call.getName())
                  .isEqualTo(attributes.get("rpc.service") + "." + attributes.get("rpc.method"));
              assertThat(parent(call).getTraceId()).isEqualTo(call.getTraceId());
            });
    assertThat(calls)
        .filteredOn(call -> call.getName().equals("AutoScaling.CreateAutoScalingGroup"))
        .singleElement()
        .satisfies(
            call -> {
              Span step = parent(call);
              assertThat(step.getName()).isEqualTo("Create AutoScalingGroup");
              assertThat(TraceCollector.attributes(step))
                  .containsEntry("hastack.resource", "AutoScalingGroup/app")
                  .containsEntry("hastack.change.reason", "Missing");
              assertThat(parent(step).getName()).isEqualTo("pass");
            });
    assertThat(collector.resource())
        .containsEntry("service.name", "hastack")
        .containsEntry("service.version", "test")
        .containsEntry("service.instance.id", "replica-1");
  }

  @Test
  void shouldLookAsThePageShowsItWhenAStackIsMade() throws IOException {
    // Given
    Tracing tracing = TracedAccount.tracing(collector, Map.of());

    // When
    try (var account = new TracedAccount(tracing, SECRET)) {
      account.pass();
    }
    tracing.close();

    // Then
    TracesPage.mustHave(
        "<!-- generated from TracingTest.java -->\n",
        "```text\n" + tree(ByteString.EMPTY, "") + "```\n",
        "<!-- end of the example -->\n");
  }

  /** The spans below one, in the order in which they began. */
  private String tree(ByteString parent, String indent) {
    return collector.spans().stream()
        .filter(span -> span.getParentSpanId().equals(parent))
        .sorted(Comparator.comparingLong(Span::getStartTimeUnixNano))
        .map(span -> indent + span.getName() + "\n" + tree(span.getSpanId(), indent + "  "))
        .collect(joining());
  }

  private Span parent(Span span) {
    return collector.spans().stream()
        .filter(each -> each.getSpanId().equals(span.getParentSpanId()))
        .findFirst()
        .orElseThrow();
  }

  private static String operation(Span call) {
    return TraceCollector.attributes(call).getOrDefault("rpc.method", "");
  }

  @Test
  void shouldSayNothingThatIsNotDeclaredAndNothingOfTheSpecWhenAStackHasPasses() {
    // Given
    Tracing tracing = TracedAccount.tracing(collector, Map.of());

    // When
    try (var account = new TracedAccount(tracing, SECRET)) {
      account.pass();
      account.pass();
    }
    tracing.close();

    // Then
    assertThat(collector.spans()).isNotEmpty();
    assertThat(collector.bytes())
        .doesNotContain(SECRET)
        .doesNotContain(
            Base64.getEncoder().encodeToString(SECRET.getBytes(StandardCharsets.UTF_8)));
    Set<String> declared =
        Arrays.stream(TraceAttribute.values()).map(TraceAttribute::key).collect(toSet());
    assertThat(collector.spans())
        .allSatisfy(
            span -> {
              assertThat(declared).containsAll(TraceCollector.attributes(span).keySet());
              assertThat(span.getEventsList()).isEmpty();
              assertThat(span.getStatus().getMessage()).isEmpty();
            });
  }

  @Test
  void shouldSayWhatAwsAnsweredAndNotInItsWordsWhenACallIsDenied() {
    // Given
    Tracing tracing = TracedAccount.tracing(collector, Map.of());
    var nobody = AwsBasicCredentials.create("AKIAHASTACKNOBODYAT1", SECRET);

    // When
    try (var account =
        new TracedAccount(tracing, SECRET, Optional.of(StaticCredentialsProvider.create(nobody)))) {
      account.pass();
    }
    tracing.close();

    // Then
    assertThat(collector.spans())
        .filteredOn(span -> span.getKind() == Span.SpanKind.SPAN_KIND_CLIENT)
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.getName()).isEqualTo("Sts.GetCallerIdentity");
              assertThat(call.getStatus())
                  .isEqualTo(
                      Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR).build());
              assertThat(TraceCollector.attributes(call))
                  .containsEntry("error.type", "InvalidClientTokenId")
                  .containsEntry("http.response.status_code", "403")
                  .containsKey("aws.request_id");
            });
    assertThat(collector.spans())
        .filteredOn(span -> span.getName().equals("locate"))
        .singleElement()
        .satisfies(
            locate ->
                assertThat(TraceCollector.attributes(locate))
                    .containsEntry("error.type", "InvalidClientTokenId"));
  }
}
