package dev.hastack.sandbox.aws.ec2;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of IPv4 addresses.
 *
 * @param first its first address as a number
 * @param prefix the length of its network part in bits
 */
record Cidr(long first, int prefix) {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");
  private static final int BITS = 32;
  private static final int OCTET = 256;

  static Optional<Cidr> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long address = 0;
    for (int group = 1; group <= 4; group++) {
      int octet = Integer.parseInt(matcher.group(group));
      if (octet >= OCTET) {
        return Optional.empty();
      }
      address = address * OCTET + octet;
    }
    int prefix = Integer.parseInt(matcher.group(5));
    return prefix > BITS
        ? Optional.empty()
        : Optional.of(new Cidr(address / size(prefix) * size(prefix), prefix));
  }

  private static long size(int prefix) {
    return 1L << (BITS - prefix);
  }

  long size() {
    return size(prefix);
  }

  boolean contains(Cidr other) {
    return first <= other.first && other.first + other.size() <= first + size();
  }

  boolean overlaps(Cidr other) {
    return first < other.first + other.size() && other.first < first + size();
  }

  /** The address at a place in the block, the first at 0. */
  String address(long index) {
    long address = first + index;
    return "%d.%d.%d.%d"
        .formatted(address >> 24 & 0xff, address >> 16 & 0xff, address >> 8 & 0xff, address & 0xff);
  }

  @Override
  public String toString() {
    return address(0) + "/" + prefix;
  }
}
