package dev.hastack.sandbox.aws.acm;

import dev.hastack.sandbox.aws.world.Certificates;
import dev.hastack.sandbox.aws.world.Foundation;
import java.util.List;
import java.util.TreeMap;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;

/** AWS Certificate Manager in one region of one account. */
public final class AcmRegion {
  private final Store store;
  private final AcmService service;
  private final Foundation foundation;

  public AcmRegion(Foundation foundation) {
    this(foundation, AcmOptions.usual());
  }

  public AcmRegion(Foundation foundation, AcmOptions options) {
    this.foundation = foundation;
    this.store = new Store(foundation);
    this.service = new AcmService(foundation, store, options);
  }

  /** What answers ACM's operations. */
  public AcmClient service() {
    return service;
  }

  /** The certificates, as load balancers deal with them. */
  public Certificates certificates() {
    return store;
  }

  /**
   * Puts a certificate that is issued, as if somebody had requested and validated it long ago.
   *
   * @param domain a name, or all of a domain as {@code *.hastack.example}
   * @return its ARN
   */
  public String provideCertificate(String domain, String... alternatives) {
    return foundation
        .time()
        .exclusively(
            () -> {
              String arn = store.nextArn();
              List<String> names = Details.names(domain, List.of(alternatives));
              store.put(
                  Details.requested(arn, names, KeyAlgorithm.RSA_2048, foundation.time().now()),
                  new TreeMap<>());
              store.become(arn, CertificateStatus.ISSUED);
              return arn;
            });
  }

  /**
   * Has a certificate be in another state: issued before its time, failed, expired or revoked.
   *
   * @throws dev.hastack.sandbox.aws.world.ApiError if there is none of this ARN
   */
  public void become(String arn, CertificateStatus status) {
    foundation.time().exclusively(() -> store.become(arn, status));
  }
}
