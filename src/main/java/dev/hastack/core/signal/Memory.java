package dev.hastack.core.signal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * That On-Demand stands in for Spot, as a text that the group itself keeps.
 *
 * @param share On-Demand share above the base that it last came to, 0 to 100
 * @param since when On-Demand began to stand in, in whole seconds
 * @param stepped when the share last changed, in whole seconds
 */
public record Memory(int share, Instant since, Instant stepped) {
  private static final int WHOLE = 100;
  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,3}) since=([0-9TZ:-]{1,32}) stepped=([0-9TZ:-]{1,32})");

  public Memory {
    since = since.truncatedTo(ChronoUnit.SECONDS);
    stepped = stepped.truncatedTo(ChronoUnit.SECONDS);
  }

  /** The inverse of {@link #toString}; empty for what that did not write. */
  public static Optional<Memory> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(1)) > WHOLE) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Memory(
              Integer.parseInt(matcher.group(1)),
              Instant.parse(matcher.group(2)),
              Instant.parse(matcher.group(3))));
    } catch (DateTimeException garbled) {
      return Optional.empty();
    }
  }

  Memory at(int otherShare, Instant now) {
    return new Memory(otherShare, since, now);
  }

  /** A time that has yet to come would hold the share until then. */
  Memory notAfter(Instant now) {
    return stepped.isAfter(now) ? new Memory(share, since.isAfter(now) ? now : since, now) : this;
  }

  /** A value that an AWS tag can hold (EC2 user guide, Tag your resources). */
  @Override
  public String toString() {
    return share + " since=" + since + " stepped=" + stepped;
  }
}
