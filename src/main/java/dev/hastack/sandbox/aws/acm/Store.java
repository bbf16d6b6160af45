package dev.hastack.sandbox.aws.acm;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Certificates;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Table;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateStatus;

/** The certificates, each by its ARN. */
final class Store implements Certificates {
  private static final Pattern ARN = Pattern.compile("arn:aws[\\w-]*:acm:[\\w-]+:\\d+:\\S+");

  private final Foundation foundation;
  private final Table<CertificateRow> rows;
  private Users users = (arn, asOf) -> Collections.emptySortedSet();
  private int given;

  Store(Foundation foundation) {
    this.foundation = foundation;
    this.rows = new Table<>(foundation.time());
  }

  /** An ARN that none has yet. */
  String nextArn() {
    SplittableRandom digits = foundation.chance().of("certificate id " + given++);
    return foundation.arn("acm", "certificate/" + new UUID(digits.nextLong(), digits.nextLong()));
  }

  void put(CertificateDetail detail, SortedMap<String, String> tags) {
    rows.put(detail.certificateArn(), new CertificateRow(detail, tags));
  }

  void put(CertificateRow row) {
    rows.put(row.arn(), row);
  }

  void remove(String arn) {
    rows.remove(arn);
  }

  List<CertificateRow> all(Instant asOf) {
    return rows.all(asOf);
  }

  CertificateRow become(String arn, CertificateStatus status) {
    CertificateRow row = named(arn);
    CertificateRow changed =
        row.with(Details.becoming(row.detail(), status, foundation.time().now()));
    put(changed);
    return changed;
  }

  /** It is issued if it still waits for that. */
  void validated(String arn) {
    boolean waits =
        rows.get(arn)
            .filter(row -> row.detail().status() == CertificateStatus.PENDING_VALIDATION)
            .isPresent();
    if (waits) {
      become(arn, CertificateStatus.ISSUED);
    }
  }

  /**
   * @throws ApiError if there is none of this ARN
   */
  CertificateRow named(@Nullable String arn) {
    return rows.get(valid(arn)).orElseThrow(() -> notFound(arn));
  }

  /**
   * As it was.
   *
   * @throws ApiError if there was none of this ARN
   */
  CertificateRow named(@Nullable String arn, Instant asOf) {
    return rows.get(valid(arn), asOf).orElseThrow(() -> notFound(arn));
  }

  private static String valid(@Nullable String arn) {
    if (arn == null || !ARN.matcher(arn).matches()) {
      throw new ApiError("InvalidArnException", "The ARN '" + arn + "' is not valid.");
    }
    return arn;
  }

  private static ApiError notFound(@Nullable String arn) {
    return new ApiError("ResourceNotFoundException", "Could not find certificate " + arn + ".");
  }

  SortedSet<String> usersOf(String arn, Instant asOf) {
    return users.of(arn, asOf);
  }

  @Override
  public void usedBy(Users asked) {
    users = asked;
  }

  @Override
  public boolean exists(String arn) {
    return rows.get(arn).isPresent();
  }

  @Override
  public boolean isIssued(String arn) {
    return rows.get(arn)
        .filter(row -> row.detail().status() == CertificateStatus.ISSUED)
        .filter(row -> foundation.time().now().isBefore(row.detail().notAfter()))
        .isPresent();
  }
}
