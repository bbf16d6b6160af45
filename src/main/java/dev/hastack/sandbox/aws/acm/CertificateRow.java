package dev.hastack.sandbox.aws.acm;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.acm.model.CertificateDetail;

/**
 * A certificate.
 *
 * @param detail as a describe shows it, but for who uses it
 */
record CertificateRow(CertificateDetail detail, SortedMap<String, String> tags) {

  CertificateRow {
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
  }

  String arn() {
    return detail.certificateArn();
  }

  CertificateRow with(CertificateDetail changed) {
    return new CertificateRow(changed, tags);
  }

  CertificateRow tagged(SortedMap<String, String> all) {
    return new CertificateRow(detail, all);
  }
}
