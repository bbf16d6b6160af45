package dev.hastack.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Who asked what of an API server, as that server itself wrote it down. */
record AuditLog(Path directory) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One request that was answered.
   *
   * @param verb as rules name it
   * @param resource with its subresource and group, as {@code hastacks/status.hastack.dev}
   * @param namespace empty for what has none, and for all of them
   * @param code of the answer
   */
  record Request(
      String user, String verb, String resource, String namespace, String name, int code) {
    boolean isDenied() {
      return code == HttpURLConnection.HTTP_FORBIDDEN;
    }

    /** A patch that makes what was not there takes the right to create it as well. */
    List<String> verbs() {
      return verb.equals("patch") && code == HttpURLConnection.HTTP_CREATED
          ? List.of("create", "patch")
          : List.of(verb);
    }
  }

  /** What makes an API server write it. */
  String[] apiServerArguments() {
    try {
      Files.createDirectories(directory);
      Path policy = directory.resolve("policy.yaml");
      Files.writeString(
          policy,
          """
          apiVersion: audit.k8s.io/v1
          kind: Policy
          omitStages: [RequestReceived]
          rules: [{level: Metadata}]
          """);
      return new String[] {"--audit-policy-file=" + policy, "--audit-log-path=" + file()};
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /** In the order in which they were answered. */
  List<Request> requests(Predicate<Request> wanted) {
    try {
      String log = Files.readString(file());
      // The last line may be half written.
      return log.substring(0, log.lastIndexOf('\n') + 1)
          .lines()
          .map(AuditLog::request)
          .filter(wanted)
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The rights that a user has made use of, as {@code get leases.coordination.k8s.io}. */
  TreeSet<String> rightsUsedBy(String user) {
    var used = new TreeSet<String>();
    requests(request -> request.user().equals(user) && !request.isDenied())
        .forEach(request -> request.verbs().forEach(it -> used.add(it + " " + request.resource())));
    return used;
  }

  private Path file() {
    return directory.resolve("audit.log");
  }

  private static Request request(String line) {
    try {
      JsonNode event = JSON.readTree(line);
      JsonNode object = event.path("objectRef");
      return new Request(
          event.path("user").path("username").asText(),
          event.path("verb").asText(),
          resource(
              object.path("resource").asText(),
              object.path("subresource").asText(),
              object.path("apiGroup").asText()),
          object.path("namespace").asText(),
          object.path("name").asText(),
          event.path("responseStatus").path("code").asInt());
    } catch (IOException garbled) {
      throw new UncheckedIOException(garbled);
    }
  }

  /** How this class names a resource. */
  static String resource(String resource, String subresource, String group) {
    return resource
        + (subresource.isEmpty() ? "" : "/" + subresource)
        + (group.isEmpty() ? "" : "." + group);
  }
}
