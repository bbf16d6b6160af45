package dev.hastack.endtoend;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one write says to AWS: of the wire's members those that set something, not those that say
 * what of.
 *
 * @param operation as IAM spells it, for example {@code ec2:CreateTags}
 * @param members names of the wire; of tags and target group attributes their keys
 */
record SentWrite(String operation, Set<String> members) {
  private static final Set<String> ADDRESS =
      Set.of(
          "Action",
          "AutoScalingGroupName",
          "ClientToken",
          "LaunchTemplateId",
          "ResourceArns",
          "ResourceId",
          "TargetGroupArn",
          "Version",
          "VersionDescription");

  SentWrite {
    members = new TreeSet<>(members);
  }

  static SentWrite of(String operation, String... members) {
    return new SentWrite(operation, Set.of(members));
  }

  /** Reads a call of the query protocols. */
  static SentWrite of(AwsProxy.Call call) {
    return new SentWrite(
        call.name(),
        Arrays.stream(call.body().split("&", -1))
            .map(parameter -> parameter.split("=", 2))
            .flatMap(parameter -> member(decoded(parameter[0]), decoded(parameter[1])))
            .collect(Collectors.toSet()));
  }

  private static Stream<String> member(String name, String value) {
    String member = name.replaceFirst("\\..*", "");
    return switch (member) {
      case "Attributes", "Tag", "Tags" -> name.endsWith(".Key") ? Stream.of(value) : Stream.of();
      case "TagKeys" -> Stream.of(value);
      default -> ADDRESS.contains(member) ? Stream.of() : Stream.of(member);
    };
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** Each operation once, with all that is to be written by it. */
  static List<SentWrite> merged(Collection<SentWrite> writes) {
    var byOperation = new TreeMap<String, Set<String>>();
    writes.forEach(
        write ->
            byOperation
                .computeIfAbsent(write.operation(), operation -> new TreeSet<>())
                .addAll(write.members()));
    return byOperation.entrySet().stream()
        .map((Map.Entry<String, Set<String>> each) -> new SentWrite(each.getKey(), each.getValue()))
        .toList();
  }
}
