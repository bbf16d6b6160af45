package dev.hastack.sandbox.aws.acm;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import java.util.TreeMap;
import software.amazon.awssdk.services.acm.model.AddTagsToCertificateRequest;
import software.amazon.awssdk.services.acm.model.AddTagsToCertificateResponse;
import software.amazon.awssdk.services.acm.model.DeleteCertificateRequest;
import software.amazon.awssdk.services.acm.model.DeleteCertificateResponse;
import software.amazon.awssdk.services.acm.model.RemoveTagsFromCertificateRequest;
import software.amazon.awssdk.services.acm.model.RemoveTagsFromCertificateResponse;
import software.amazon.awssdk.services.acm.model.Tag;

/** Deletes and tags certificates: ACM API reference, DeleteCertificate, AddTagsToCertificate. */
record Writes(Store store, Foundation foundation) {

  /** "You cannot delete an ACM certificate that is being used by another AWS service." */
  DeleteCertificateResponse delete(DeleteCertificateRequest request) {
    foundation.call().concerns(String.valueOf(request.certificateArn()));
    CertificateRow row = store.named(request.certificateArn());
    if (!store.usersOf(row.arn(), foundation.time().now()).isEmpty()) {
      throw new ApiError(
          "ResourceInUseException", "Certificate %s is in use.".formatted(row.arn()));
    }
    store.remove(row.arn());
    return DeleteCertificateResponse.builder().build();
  }

  AddTagsToCertificateResponse addTags(AddTagsToCertificateRequest request) {
    foundation.call().concerns(String.valueOf(request.certificateArn()));
    CertificateRow row = store.named(request.certificateArn());
    var all = new TreeMap<>(row.tags());
    all.putAll(Tags.byKey(request.tags()));
    store.put(row.tagged(Tags.notTooMany(all)));
    return AddTagsToCertificateResponse.builder().build();
  }

  /** "If you specify a value, the tag is removed only if it is associated with that value." */
  RemoveTagsFromCertificateResponse removeTags(RemoveTagsFromCertificateRequest request) {
    foundation.call().concerns(String.valueOf(request.certificateArn()));
    CertificateRow row = store.named(request.certificateArn());
    var left = new TreeMap<>(row.tags());
    for (Tag tag : request.tags()) {
      if (tag.value() == null || tag.value().equals(left.get(tag.key()))) {
        left.remove(tag.key());
      }
    }
    store.put(row.tagged(left));
    return RemoveTagsFromCertificateResponse.builder().build();
  }
}
