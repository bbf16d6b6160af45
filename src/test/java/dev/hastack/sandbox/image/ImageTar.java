package dev.hastack.sandbox.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * An image as `docker load` takes it: a configuration and layers, the last of which is uppermost.
 *
 * @param unpacked where the tar was unpacked to
 * @param manifest what is in it
 */
record ImageTar(Path unpacked, JsonNode manifest) {
  private static final Pattern LISTED =
      Pattern.compile("(?m)^(\\S+) (\\d+)/\\d+ +\\d+ (\\S+ \\S+) (.+)$");

  /**
   * A file, as the image has it.
   *
   * @param modified date and time, in UTC
   */
  record Entry(String mode, int owner, String modified) {}

  static ImageTar unpack(Path tar, Path into) throws IOException {
    Files.createDirectories(into);
    run(into, "tar", "-xf", tar.toString(), "-C", into.toString());
    JsonNode manifest = new ObjectMapper().readTree(into.resolve("manifest.json").toFile());
    return new ImageTar(into, manifest.get(0));
  }

  /** What of the configuration says how it is run. */
  JsonNode config() throws IOException {
    return description().path("config");
  }

  /** All of the configuration: when it was made, and how, as well. */
  JsonNode description() throws IOException {
    Path file = unpacked.resolve(manifest.path("Config").asText());
    return new ObjectMapper().readTree(file.toFile());
  }

  /** Puts the layers over each other, as a container's file system. */
  Path extract(Path root) throws IOException {
    Files.createDirectories(root);
    for (String layer : layers()) {
      run(unpacked, "tar", "-xzpf", layer, "-C", root.toString());
    }
    return root;
  }

  /** Its files and folders by path, without a slash before or behind. */
  SortedMap<String, Entry> entries() throws IOException {
    var entries = new TreeMap<String, Entry>();
    for (String layer : layers()) {
      String listed =
          run(unpacked, "tar", "--numeric-owner", "--utc", "--full-time", "-tvzf", layer);
      LISTED
          .matcher(listed)
          .results()
          .forEach(
              (MatchResult line) ->
                  entries.put(
                      line.group(4).replaceAll("^\\./|^/|/$", ""),
                      new Entry(line.group(1), Integer.parseInt(line.group(2)), line.group(3))));
    }
    return entries;
  }

  /** The files of its layers, packed. */
  List<String> layers() {
    return StreamSupport.stream(manifest.path("Layers").spliterator(), false)
        .map(layer -> unpacked.resolve(layer.asText()).toString())
        .toList();
  }

  private static String run(Path directory, String... command) throws IOException {
    return Tool.run(List.of(command), directory.resolve("tool.log"));
  }
}
