package dev.hastack.provider.aws.blueprint;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A maintenance or backup window as RDS writes it, in UTC: {@code sun:04:30-sun:05:30}, or {@code
 * 03:00-04:00} for every day.
 *
 * @param startMinute of the week, Monday midnight being 0
 * @param minutes how long it is; it may run into the next week
 */
public record WeeklyWindow(int startMinute, int minutes) {
  private static final int MINUTES_A_DAY = (int) Duration.ofDays(1).toMinutes();
  private static final int MINUTES_A_WEEK = (int) Duration.ofDays(7).toMinutes();
  private static final int DAYS_A_WEEK = 7;
  private static final int DAY_CHARACTERS = 3;

  /** A window that AWS or the schema has let through. */
  public static WeeklyWindow parse(String text) {
    String[] ends = text.split("-", 2);
    int start = minuteOfWeek(ends[0]);
    return new WeeklyWindow(start, Math.floorMod(minuteOfWeek(ends[1]) - start, MINUTES_A_WEEK));
  }

  private static int minuteOfWeek(String end) {
    String day = end.substring(0, DAY_CHARACTERS).toUpperCase(Locale.ROOT);
    int days =
        Arrays.stream(DayOfWeek.values())
            .filter(each -> each.name().startsWith(day))
            .mapToInt(each -> each.getValue() - 1)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("not a day: " + end));
    return days * MINUTES_A_DAY + minuteOfDay(end.substring(DAY_CHARACTERS + 1));
  }

  private static int minuteOfDay(String time) {
    return LocalTime.parse(time).toSecondOfDay() / (int) Duration.ofMinutes(1).toSeconds();
  }

  /** The seven windows of one that comes every day. */
  public static List<WeeklyWindow> daily(String text) {
    String[] ends = text.split("-", 2);
    int start = minuteOfDay(ends[0]);
    int minutes = Math.floorMod(minuteOfDay(ends[1]) - start, MINUTES_A_DAY);
    return IntStream.range(0, DAYS_A_WEEK)
        .mapToObj(day -> new WeeklyWindow(day * MINUTES_A_DAY + start, minutes))
        .toList();
  }

  public Duration length() {
    return Duration.ofMinutes(minutes);
  }

  public boolean contains(Instant time) {
    ZonedDateTime utc = time.atZone(ZoneOffset.UTC);
    int minute =
        (utc.getDayOfWeek().getValue() - 1) * MINUTES_A_DAY
            + utc.toLocalTime().toSecondOfDay() / (int) Duration.ofMinutes(1).toSeconds();
    return Math.floorMod(minute - startMinute, MINUTES_A_WEEK) < minutes;
  }

  /** The first of these that it shares a minute with. */
  public Optional<WeeklyWindow> overlapping(List<WeeklyWindow> others) {
    return others.stream().filter(this::overlaps).findFirst();
  }

  private boolean overlaps(WeeklyWindow other) {
    return Math.floorMod(other.startMinute - startMinute, MINUTES_A_WEEK) < minutes
        || Math.floorMod(startMinute - other.startMinute, MINUTES_A_WEEK) < other.minutes;
  }
}
