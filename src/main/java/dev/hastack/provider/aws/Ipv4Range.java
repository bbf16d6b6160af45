package dev.hastack.provider.aws;

import java.util.Arrays;
import java.util.Optional;

/** The addresses of a CIDR block (RFC 4632), as numbers. */
record Ipv4Range(long first, long last) {
  private static final int ADDRESS_BITS = 32;
  private static final int PART_BITS = 8;

  /** Empty for what is no block of IPv4 addresses. */
  static Optional<Ipv4Range> of(String cidr) {
    if (!cidr.matches("\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}")) {
      return Optional.empty();
    }
    int slash = cidr.indexOf('/');
    long address =
        Arrays.stream(cidr.substring(0, slash).split("\\.", -1))
            .mapToLong(Long::parseLong)
            .reduce(0, (before, part) -> (before << PART_BITS) | part);
    long size =
        1L << (ADDRESS_BITS - Math.min(ADDRESS_BITS, Integer.parseInt(cidr.substring(slash + 1))));
    long first = address - address % size;
    return Optional.of(new Ipv4Range(first, first + size - 1));
  }

  boolean covers(Ipv4Range other) {
    return first <= other.first && other.last <= last;
  }

  boolean overlaps(Ipv4Range other) {
    return first <= other.last && other.first <= last;
  }
}
