package dev.hastack.sandbox.aws.rds;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time of the week or of the day at which AWS works on a database: CreateDBCluster,
 * PreferredMaintenanceWindow ({@code ddd:hh24:mi-ddd:hh24:mi}) and PreferredBackupWindow ({@code
 * hh24:mi-hh24:mi}), both in UTC and "at least 30 minutes".
 *
 * @param start minutes from Monday's midnight, or of the day for a backup window
 */
record Window(boolean weekly, int start, int lengthMinutes) {
  private static final int DAY = 24 * 60;
  private static final int WEEK = 7 * DAY;
  private static final int SHORTEST = 30;
  private static final Pattern WEEKLY =
      Pattern.compile("([a-z]{3}):(\\d\\d):(\\d\\d)-([a-z]{3}):(\\d\\d):(\\d\\d)");
  private static final Pattern DAILY = Pattern.compile("(\\d\\d):(\\d\\d)-(\\d\\d):(\\d\\d)");
  private static final List<String> DAYS =
      Arrays.stream(DayOfWeek.values())
          .map(day -> day.name().substring(0, 3).toLowerCase(Locale.ROOT))
          .toList();

  /**
   * @throws dev.hastack.sandbox.aws.world.ApiError if it is none, or too short
   */
  static Window maintenance(String text) {
    Matcher match = WEEKLY.matcher(text.toLowerCase(Locale.ROOT));
    if (!match.matches() || !DAYS.contains(match.group(1)) || !DAYS.contains(match.group(4))) {
      throw Errors.wrongValue("Invalid maintenance window format: " + text);
    }
    int start = DAYS.indexOf(match.group(1)) * DAY + minutes(match.group(2), match.group(3), text);
    int end = DAYS.indexOf(match.group(4)) * DAY + minutes(match.group(5), match.group(6), text);
    return new Window(true, start, length(start, end, WEEK, text));
  }

  /**
   * @throws dev.hastack.sandbox.aws.world.ApiError if it is none, or too short
   */
  static Window backup(String text) {
    Matcher match = DAILY.matcher(text);
    if (!match.matches()) {
      throw Errors.wrongValue("Invalid backup window format: " + text);
    }
    int start = minutes(match.group(1), match.group(2), text);
    int end = minutes(match.group(3), match.group(4), text);
    return new Window(false, start, length(start, end, DAY, text));
  }

  private static int minutes(String hours, String minutes, String text) {
    int hour = Integer.parseInt(hours);
    int minute = Integer.parseInt(minutes);
    if (hour > 23 || minute > 59) {
      throw Errors.wrongValue("Invalid time in the window " + text);
    }
    return hour * 60 + minute;
  }

  private static int length(int start, int end, int cycle, String text) {
    int length = Math.floorMod(end - start, cycle);
    if (length < SHORTEST) {
      throw Errors.wrongValue("The window %s must be at least 30 minutes.".formatted(text));
    }
    return length;
  }

  /** "A 30-minute window selected at random", of the day: AWS takes it of a block by region. */
  static Window anyBackup(SplittableRandom random) {
    return new Window(false, random.nextInt(DAY), SHORTEST);
  }

  /** The same of a random day of the week, at another time than backups. */
  static Window anyMaintenance(SplittableRandom random, Window backup) {
    Window drawn = new Window(true, random.nextInt(WEEK), SHORTEST);
    return drawn.overlaps(backup) ? anyMaintenance(random, backup) : drawn;
  }

  boolean overlaps(Window backup) {
    int ahead = Math.floorMod(backup.start - start, DAY);
    int behind = Math.floorMod(start - backup.start, DAY);
    return ahead < lengthMinutes || behind < backup.lengthMinutes;
  }

  /** When it next begins, later than a moment. */
  Instant next(Instant after) {
    ZonedDateTime now = after.atZone(ZoneOffset.UTC);
    ZonedDateTime from = now.truncatedTo(ChronoUnit.DAYS);
    if (weekly) {
      from = from.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }
    Instant begins = from.toInstant().plus(Duration.ofMinutes(start));
    Duration cycle = Duration.ofMinutes(weekly ? WEEK : DAY);
    return begins.isAfter(after) ? begins : begins.plus(cycle);
  }

  /** Whether a moment is in it, its begin included. */
  boolean contains(Instant moment) {
    Instant begin = next(moment).minus(Duration.ofMinutes(weekly ? WEEK : DAY));
    return moment.isBefore(begin.plus(Duration.ofMinutes(lengthMinutes)));
  }

  /** As AWS shows it. */
  String text() {
    int end = start + lengthMinutes;
    return weekly
        ? "%s-%s".formatted(dayAndTime(start), dayAndTime(end % WEEK))
        : "%s-%s".formatted(time(start), time(end % DAY));
  }

  private static String dayAndTime(int minutes) {
    return DAYS.get(minutes / DAY) + ":" + time(minutes % DAY);
  }

  private static String time(int minutes) {
    return "%02d:%02d".formatted(minutes / 60, minutes % 60);
  }
}
