package dev.hastack.provider.aws;

import dev.hastack.core.stack.Place;
import dev.hastack.provider.Facts;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the blueprint must know of the account.
 *
 * @param place where the stack lives
 * @param vpcId of all its subnets
 * @param zones of its subnets
 * @param imageId of the servers, behind the SSM parameter where the spec names one
 * @param rootDeviceName of the image, for example {@code /dev/xvda}
 */
public record AwsFacts(
    Place place, String vpcId, SortedSet<String> zones, String imageId, String rootDeviceName)
    implements Facts {
  private static final int DIGEST_HEX_DIGITS = 16;

  public AwsFacts {
    zones = Collections.unmodifiableSortedSet(new TreeSet<>(zones));
  }

  @Override
  public String digest() {
    return Sha256.hex(DIGEST_HEX_DIGITS, List.of(vpcId, imageId, rootDeviceName));
  }
}
