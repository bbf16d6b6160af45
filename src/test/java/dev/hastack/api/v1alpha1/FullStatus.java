package dev.hastack.api.v1alpha1;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** A status with every field written and every list and text as long as it may be. */
final class FullStatus {
  private static final String TIME = "2026-01-01T00:00:00Z";
  private static final String NAME = "n".repeat(HAStackStatus.MAX_NAME_CHARACTERS);
  private static final String WORD = "w".repeat(InterruptionsStatus.MAX_WORD_CHARACTERS);
  private static final String VALUE = "v".repeat(HAStackStatus.MAX_VALUE_CHARACTERS);
  private static final String SENTENCE = "s".repeat(HAStackStatus.MAX_SENTENCE_CHARACTERS);
  private static final String ARN = "a".repeat(HAStackStatus.MAX_ARN_CHARACTERS);

  private FullStatus() {}

  static HAStackStatus atItsLimits() {
    return new HAStackStatus(
        1L,
        conditions(),
        new HAStackStatus.Account("123456789012", "eu-west-1"),
        new HAStackStatus.PlanStatus(
            SENTENCE,
            "d".repeat(128),
            Collections.nCopies(
                HAStackStatus.MAX_HELD, new HAStackStatus.Held(NAME, NAME, NAME, SENTENCE)),
            Collections.nCopies(HAStackStatus.MAX_WARNINGS, VALUE)),
        Collections.nCopies(
            HAStackStatus.MAX_DRIFT, new HAStackStatus.Drifted(NAME, NAME, VALUE, VALUE, TIME)),
        Collections.nCopies(
            HAStackStatus.MAX_RESOURCES, new HAStackStatus.Resource(NAME, NAME, ARN, NAME)),
        new HAStackStatus.Fleet(3, 3, 2, 1, "67%", 1),
        new HAStackStatus.Traffic(
            ARN,
            NAME,
            NAME,
            Collections.nCopies(HAStackStatus.MAX_LISTENERS, ARN),
            Collections.nCopies(HAStackStatus.MAX_ZONES, new HAStackStatus.Zone("z", 1, 2))),
        new InterruptionsStatus(
            1_000,
            Collections.nCopies(
                InterruptionsStatus.MAX_LATEST,
                new InterruptionsStatus.Interruption(WORD, WORD, WORD, WORD, TIME, 45, 180))),
        new HAStackStatus.Database(
            NAME,
            TIME,
            NAME,
            NAME,
            NAME,
            NAME,
            5432,
            NAME,
            NAME,
            ARN,
            Collections.nCopies(
                HAStackStatus.MAX_MEMBERS,
                new HAStackStatus.Member(NAME, "Reader", "z".repeat(64), "s".repeat(64), TIME)),
            Collections.nCopies(HAStackStatus.MAX_PENDING_CHANGES, VALUE),
            Collections.nCopies(HAStackStatus.MAX_MEMBERS, NAME),
            NAME),
        new HAStackStatus.LastChange(TIME, SENTENCE),
        3,
        "hastack.dev/stack=shop/web");
  }

  /** One message at its limit is enough: 32 of them would not fit into one object. */
  private static List<Condition> conditions() {
    return IntStream.range(0, HAStackStatus.MAX_CONDITIONS)
        .mapToObj(
            index ->
                new Condition(
                    "Type" + index,
                    Condition.Status.True,
                    1L,
                    TIME,
                    "Reason",
                    index == 0 ? "m".repeat(Condition.MAX_MESSAGE_CHARACTERS) : "message"))
        .toList();
  }
}
