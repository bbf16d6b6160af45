package dev.hastack.sandbox.aws.rds;

import dev.hastack.sandbox.aws.world.ApiError;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DescribeDBLogFilesDetails;
import software.amazon.awssdk.services.rds.model.DescribeDbLogFilesRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbLogFilesResponse;
import software.amazon.awssdk.services.rds.model.DownloadDbLogFilePortionRequest;
import software.amazon.awssdk.services.rds.model.DownloadDbLogFilePortionResponse;

/**
 * The log files of members, of which there is one that says nothing of interest. Whoever looks
 * wakes a paused cluster ("Scaling to Zero ACUs with automatic pause and resume", Aurora user
 * guide) and is told that it was not ready (RDS API reference, DBInstanceNotReady).
 */
record Logs(Store store, Capacity capacity) {
  private static final String FILE = "error/log.txt";
  private static final String TEXT = "ready for connections\n";

  DescribeDbLogFilesResponse describe(DescribeDbLogFilesRequest request) {
    wake(request.dbInstanceIdentifier(), "DescribeDBLogFiles");
    return DescribeDbLogFilesResponse.builder()
        .describeDBLogFiles(
            DescribeDBLogFilesDetails.builder()
                .logFileName(FILE)
                .lastWritten(store.now().toEpochMilli())
                .size((long) TEXT.length())
                .build())
        .build();
  }

  DownloadDbLogFilePortionResponse download(DownloadDbLogFilePortionRequest request) {
    wake(request.dbInstanceIdentifier(), "DownloadDBLogFilePortion");
    if (!FILE.equals(request.logFileName())) {
      throw new ApiError(404, "DBLogFileNotFoundFault", "LogFileName does not refer to a file.");
    }
    return DownloadDbLogFilePortionResponse.builder()
        .logFileData(TEXT)
        .marker(Integer.toString(TEXT.length()))
        .additionalDataPending(false)
        .build();
  }

  private void wake(String instanceId, String by) {
    DBInstance instance = store.instance(instanceId);
    store.require(by, instance.dbInstanceArn());
    ClusterRow cluster = store.cluster(instance.dbClusterIdentifier());
    if (capacity.isAsleep(cluster)) {
      capacity.wake(cluster, by);
      throw new ApiError(
          "DBInstanceNotReady",
          "DB instance %s is paused. Try again once it has resumed."
              .formatted(instance.dbInstanceIdentifier()));
    }
  }
}
