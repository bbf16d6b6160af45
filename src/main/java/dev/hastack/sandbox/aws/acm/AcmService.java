package dev.hastack.sandbox.aws.acm;

import dev.hastack.sandbox.aws.world.Foundation;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.AddTagsToCertificateRequest;
import software.amazon.awssdk.services.acm.model.AddTagsToCertificateResponse;
import software.amazon.awssdk.services.acm.model.DeleteCertificateRequest;
import software.amazon.awssdk.services.acm.model.DeleteCertificateResponse;
import software.amazon.awssdk.services.acm.model.DescribeCertificateRequest;
import software.amazon.awssdk.services.acm.model.DescribeCertificateResponse;
import software.amazon.awssdk.services.acm.model.ListCertificatesRequest;
import software.amazon.awssdk.services.acm.model.ListCertificatesResponse;
import software.amazon.awssdk.services.acm.model.ListTagsForCertificateRequest;
import software.amazon.awssdk.services.acm.model.ListTagsForCertificateResponse;
import software.amazon.awssdk.services.acm.model.RemoveTagsFromCertificateRequest;
import software.amazon.awssdk.services.acm.model.RemoveTagsFromCertificateResponse;
import software.amazon.awssdk.services.acm.model.RequestCertificateRequest;
import software.amazon.awssdk.services.acm.model.RequestCertificateResponse;

/** ACM's operations as far as they are modelled; each is answered by the class of its subject. */
final class AcmService implements AcmClient {
  private final Requests requests;
  private final Reads reads;
  private final Writes writes;

  AcmService(Foundation foundation, Store store, AcmOptions options) {
    this.requests = new Requests(foundation, store, options);
    this.reads = new Reads(store, foundation.call());
    this.writes = new Writes(store, foundation);
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // Nothing is open.
  }

  @Override
  public RequestCertificateResponse requestCertificate(RequestCertificateRequest request) {
    return requests.request(request);
  }

  @Override
  public DescribeCertificateResponse describeCertificate(DescribeCertificateRequest request) {
    return reads.describe(request);
  }

  @Override
  public ListCertificatesResponse listCertificates(ListCertificatesRequest request) {
    return reads.list(request);
  }

  @Override
  public ListTagsForCertificateResponse listTagsForCertificate(
      ListTagsForCertificateRequest request) {
    return reads.tags(request);
  }

  @Override
  public DeleteCertificateResponse deleteCertificate(DeleteCertificateRequest request) {
    return writes.delete(request);
  }

  @Override
  public AddTagsToCertificateResponse addTagsToCertificate(AddTagsToCertificateRequest request) {
    return writes.addTags(request);
  }

  @Override
  public RemoveTagsFromCertificateResponse removeTagsFromCertificate(
      RemoveTagsFromCertificateRequest request) {
    return writes.removeTags(request);
  }
}
