package dev.hastack.sandbox.aws.wire;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The forms that a moment takes on the wire (Smithy specification, timestampFormat trait). */
enum TimestampFormat {
  ISO_8601 {
    @Override
    Instant parse(String text) {
      return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
    }

    @Override
    String print(Instant instant) {
      return instant.toString();
    }
  },
  RFC_822 {
    @Override
    Instant parse(String text) {
      return DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
    }

    @Override
    String print(Instant instant) {
      return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
    }
  },
  EPOCH_SECONDS {
    @Override
    Instant parse(String text) {
      return Instant.ofEpochMilli(new BigDecimal(text).movePointRight(MILLI_DIGITS).longValue());
    }

    @Override
    String print(Instant instant) {
      return BigDecimal.valueOf(instant.toEpochMilli(), MILLI_DIGITS)
          .stripTrailingZeros()
          .toPlainString();
    }
  },
  EPOCH_MILLIS {
    @Override
    Instant parse(String text) {
      return Instant.ofEpochMilli(Long.parseLong(text));
    }

    @Override
    String print(Instant instant) {
      return Long.toString(instant.toEpochMilli());
    }
  };

  private static final int MILLI_DIGITS = 3;

  abstract Instant parse(String text);

  abstract String print(Instant instant);

  /** Whether JSON has it as a number. */
  boolean isNumber() {
    return switch (this) {
      case ISO_8601, RFC_822 -> false;
      case EPOCH_SECONDS, EPOCH_MILLIS -> true;
    };
  }
}
